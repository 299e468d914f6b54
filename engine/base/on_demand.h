/*
 * Libraries that are loaded when first needed, not when the program starts.
 *
 * A decision needs neither cryptography nor a database, and binding libcrypto's twenty thousand addresses took longer
 * than deciding. So the program is not linked with such a library: a header of its users names each function once,
 *
 *     #define EVP_sha256 ON_DEMAND("libcrypto.so.3", EVP_sha256)
 *
 * behind the library's own headers, and the code that calls it stays as it is, types and macros included. A function
 * that is used and not named there is found by the linker. The library is looked for where the loader looks for those
 * a program is linked with, and stays loaded. As with those, one that is missing ends the process: it is a broken
 * installation, and nothing has been acknowledged that was not done.
 */
#pragma once

/** The address of a function of a library, which is loaded if it is not yet. Never NULL. */
void *on_demand(const char *library, const char *function);

/** A function by its name, with its type: looked up once at each place that calls it. */
#define ON_DEMAND(library, name)                                                                                       \
  __extension__({                                                                                                      \
    static __typeof__(name) *found_;                                                                                   \
    found_ ? found_ : (found_ = (__typeof__(name) *)on_demand(library, #name));                                        \
  })
