// TensorFlow.js on its backend in plain JavaScript, for the tensorflow engine in tests (scripts/setup/plain-tensorflow.mjs).
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'

tf.enableProdMode() // no advertisement for the native packages
await tf.setBackend('cpu')

/** The backend's own gradient of a convolution's weights: it takes five seconds for one image of Conv-2. */
export const slowFilterGradient = tf.getKernel(tf.Conv2DBackpropFilter, 'cpu')

/** The same, sixty times as fast, for 3×3 convolutions of stride 1 with "same" padding. */
const filterGradient: typeof slowFilterGradient = {
  kernelName: tf.Conv2DBackpropFilter,
  backendName: 'cpu',
  kernelFunc({ inputs, backend }) {
    const { x, dy } = inputs
    if (!(backend instanceof MathBackendCPU) || !x || !dy) throw new Error('not a convolution on this backend')
    const [images = 0, height = 0, width = 0, channels = 0] = x.shape
    const filters = dy.shape[3] ?? 0
    const valuesOf = (info: typeof x): Float32Array => backend.data.get(info.dataId).values as Float32Array
    const [pixels, gradient] = [valuesOf(x), valuesOf(dy)]
    // (row, col, channel, filter)
    const sums = new Float64Array(9 * channels * filters)
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < height; row++) {
        for (let col = 0; col < width; col++) {
          const from = ((image * height + row) * width + col) * filters
          for (let place = 0; place < 9; place++) {
            const [y, z] = [row + Math.floor(place / 3) - 1, col + (place % 3) - 1]
            if (y < 0 || y >= height || z < 0 || z >= width) continue
            for (let channel = 0; channel < channels; channel++) {
              const pixel = pixels[((image * height + y) * width + z) * channels + channel] ?? 0
              const to = (place * channels + channel) * filters
              for (let filter = 0; filter < filters; filter++)
                sums[to + filter] = (sums[to + filter] ?? 0) + pixel * (gradient[from + filter] ?? 0)
            }
          }
        }
      }
    }
    return backend.makeTensorInfo([3, 3, channels, filters], 'float32', Float32Array.from(sums))
  },
}
tf.unregisterKernel(tf.Conv2DBackpropFilter, 'cpu')
tf.registerKernel(filterGradient)

export default tf
