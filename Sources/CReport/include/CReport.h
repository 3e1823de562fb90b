// The files that a report's page is made of, as they were when this was built.
#ifndef CREPORT_H
#define CREPORT_H

#include <stddef.h>

/// Bytes that live as long as the process.
struct cr_file {
  const unsigned char *bytes;
  size_t count;
};

/// The page of a report, a Mustache template.
struct cr_file cr_template(void);
/// The page of a sweep, a Mustache template.
struct cr_file cr_sweep(void);
/// The page of a calibration, a Mustache template.
struct cr_file cr_calibration(void);
/// Their style sheet.
struct cr_file cr_style(void);
/// Their script, which draws the curves.
struct cr_file cr_script(void);
/// Chart.js, from Debian's package libjs-chart.js.
struct cr_file cr_charts(void);

#endif
