/*
 * What we use of Libidn2, loaded when first needed (base/on_demand.h): when a name is not plain ASCII, which is rare.
 */
#pragma once

#include "base/on_demand.h"

#include <idn2.h>

#define LIBIDN2 "libidn2.so.0"

#define idn2_free ON_DEMAND(LIBIDN2, idn2_free)
#define idn2_to_ascii_8z ON_DEMAND(LIBIDN2, idn2_to_ascii_8z)
#define idn2_to_unicode_8z8z ON_DEMAND(LIBIDN2, idn2_to_unicode_8z8z)
