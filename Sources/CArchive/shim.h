// libarchive, as Debian's libarchive-dev installs it.
#pragma once
#include <archive.h>
#include <archive_entry.h>
