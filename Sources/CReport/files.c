// Each file becomes part of the library by C23's #embed, so that a report needs no file beside the
// command, and a change of a file is noticed by the build.
#include "CReport.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char template_bytes[] = {
#embed "page/page.mustache"
};
static const unsigned char sweep_bytes[] = {
#embed "page/sweep.mustache"
};
static const unsigned char calibration_bytes[] = {
#embed "page/calibration.mustache"
};
static const unsigned char style_bytes[] = {
#embed "page/page.css"
};
static const unsigned char script_bytes[] = {
#embed "page/page.js"
};
static const unsigned char charts_bytes[] = {
#embed "/usr/share/javascript/chart.js/chart.min.js"
};

struct cr_file cr_template(void) {
  return (struct cr_file){template_bytes, sizeof template_bytes};
}

struct cr_file cr_sweep(void) {
  return (struct cr_file){sweep_bytes, sizeof sweep_bytes};
}

struct cr_file cr_calibration(void) {
  return (struct cr_file){calibration_bytes, sizeof calibration_bytes};
}

struct cr_file cr_style(void) {
  return (struct cr_file){style_bytes, sizeof style_bytes};
}

struct cr_file cr_script(void) {
  return (struct cr_file){script_bytes, sizeof script_bytes};
}

struct cr_file cr_charts(void) {
  return (struct cr_file){charts_bytes, sizeof charts_bytes};
}
