// OpenSSL's digests, as Debian's libssl-dev installs them.
#pragma once
#include <openssl/evp.h>
