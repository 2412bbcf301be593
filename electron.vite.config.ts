import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url))

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

// Built for the oldest runtime that the window runs on: Electron 33 (Node 20, Chromium 130).
export default defineConfig({
  main: {
    build: {
      target: 'node20',
      outDir: 'out/main',
      minify: false,
      rolldownOptions: {
        input: {
          index: source('main/index.ts'),
          'lab-process': source('main/lab-process.ts'),
          cli: source('main/cli/index.ts'),
          'training-worker': source('main/lab/engines/wasm/training-worker.ts'),
          'tensorflow-worker': source('main/lab/engines/tensorflow/tensorflow-worker.ts'),
          'tensorflow-probe': source('main/lab/engines/tensorflow/tensorflow-probe.ts'),
          'distance-worker': source('main/lab/study/distance-worker.ts'),
          'test-worker': source('main/lab/study/test-worker.ts'),
          'pattern-worker': source('main/lab/study/pattern-worker.ts'),
          'foreign-worker': source('main/lab/bundles/foreign-worker.ts'),
          'draw-worker': source('main/lab/bundles/report/draw-worker.ts'),
          'bundle-worker': source('main/lab/bundles/bundle-worker.ts'),
          'assignment-worker': source('main/lab/gpu/distances/assignment-worker.ts'),
          'distance-process': source('main/lab/gpu/distances/distance-process.ts'),
          'webgpu-worker': source('main/lab/engines/webgpu/webgpu-worker.ts'),
          'survey-process': source('main/lab/gpu/survey-process.ts'),
          'reader-worker': source('main/lab/datasets/reader-worker.ts'),
        },
        // Flat: every entry and chunk lies in one folder, where lab/locations.ts looks for worker entries.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      outDir: 'out/preload',
      minify: false,
      // A sandboxed preload can require nothing but Electron: one CommonJS file with everything inside.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [vue()],
    define: { ticketscopeVersion: JSON.stringify(version) },
    build: {
      target: 'chrome130',
      // Less to read and to parse until something is there to see.
      minify: true,
      outDir: 'out/renderer',
      rolldownOptions: { input: source('renderer/index.html') },
    },
  },
})
