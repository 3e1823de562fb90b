// Umbrella of the module CTorch.
#pragma once
#include "ctorch.h"
#include "ctorch_operations.h"
