// The direction of design: each folder may import only what its rule names. A comment tells where to go instead.
const { builtinModules } = require('node:module')

const lab = 'src/main/lab'
const builtIn = `^(node:)?(${builtinModules.join('|')})$`

/** A folder that may import itself and `allowed` (regular expressions over paths), nothing else. */
function only(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { pathNot: [from, ...allowed] },
  }
}

const shared = '^src/shared/'
const locations = `^${lab}/locations\\.ts$`
const package_ = (name) => `(^|/)node_modules/(@types/)?${name}(/|$)`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files need each other: move what both use into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unknown-imports',
      comment: 'The import leads nowhere: correct its path, or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    only(
      'shared',
      '^src/shared/',
      [package_('zod')],
      'The contract imports nothing but zod; behaviour belongs to the lab.',
    ),
    only(
      'renderer',
      '^src/renderer/',
      [shared, '(^|/)node_modules/(?!electron(/|$)|better-sqlite3)'],
      'The window shows and asks: call window.lab, whose types lie in src/shared, instead of reaching into main.',
    ),
    only(
      'preload',
      '^src/preload/',
      [shared, '^electron$', package_('electron')],
      'The preload only exposes the contract: put the work into the lab.',
    ),
    only(
      'shell',
      '^src/main/(index\\.ts$|shell/)',
      [
        '^src/main/(index\\.ts$|shell/)',
        `^${lab}/index\\.ts$`,
        shared,
        '^electron$',
        package_('electron'),
        package_('birpc'),
        package_('zod'),
        builtIn,
      ],
      'The shell does windows and watches over the lab: ask the lab through its door, src/main/lab/index.ts.',
    ),
    only(
      'lab-process',
      '^src/main/lab-process\\.ts$',
      [`^${lab}/index\\.ts$`, shared, package_('birpc'), package_('zod'), builtIn],
      'The lab process opens the lab and relays: everything else lies behind src/main/lab/index.ts.',
    ),
    only(
      'cli',
      '^src/main/cli/',
      [`^${lab}/index\\.ts$`, shared, package_('commander'), package_('zod'), builtIn],
      'Commands parse, call and print: add a request to the lab and call it through src/main/lab/index.ts.',
    ),
    {
      name: 'lab-without-electron',
      comment: 'The lab also runs from the command line and on clusters: windows and dialogs belong to src/main/shell.',
      severity: 'error',
      from: { path: `^${lab}/` },
      to: { path: ['^electron$', package_('electron'), '^src/(main/(index\\.ts|shell/|cli/)|renderer/|preload/)'] },
    },
    only(
      'science',
      `^${lab}/science/`,
      [`^${lab}/engines/engine\\.ts$`, shared, locations, package_('@stdlib'), '^(node:)?crypto$'],
      'Science is pure, values in and values out: reading, storing and scheduling belong to src/main/lab/study.',
    ),
    only(
      'gpu',
      `^${lab}/gpu/`,
      [`^${lab}/science/`, shared, locations, package_('webgpu'), package_('zod'), builtIn],
      'Devices, what every kernel needs, and distances on a device: training belongs to src/main/lab/engines/webgpu.',
    ),
    only(
      'engines',
      `^${lab}/engines/`,
      [
        `^${lab}/science/`,
        `^${lab}/gpu/`,
        shared,
        locations,
        package_('(zod|birpc)'),
        package_('@tensorflow/tfjs-core'),
        builtIn,
      ],
      'An engine trains what it is given: storing and queueing belong to src/main/lab/study.',
    ),
    {
      name: 'engines-apart',
      comment:
        'Engines never see each other: what two of them need belongs beside engines/engine.ts, to engines/hosted (a thread for any engine) or to science.',
      severity: 'error',
      from: { path: `^${lab}/engines/([^/]+)/` },
      to: { path: `^${lab}/engines/([^/]+)/`, pathNot: `^${lab}/engines/($1|hosted)/` },
    },
    {
      name: 'tensorflow-by-name',
      comment:
        'TensorFlow comes from the user: import types alone, and take the rest from engines/tensorflow/library.ts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: package_('@tensorflow'), dependencyTypesNot: ['type-only'] },
    },
    only(
      'store',
      `^${lab}/store/`,
      [shared, locations, package_('better-sqlite3'), package_('zod'), builtIn],
      'The store keeps rows: computing what they mean belongs to src/main/lab/science, deciding to src/main/lab/study.',
    ),
    only(
      'datasets',
      `^${lab}/datasets/`,
      [`^${lab}/formats/`, shared, locations, package_('zod'), builtIn],
      'Readers turn files into images and labels: anything about studies or the database belongs to src/main/lab/study.',
    ),
    only(
      'formats',
      `^${lab}/formats/`,
      [builtIn],
      'File formats of others, bytes in and values out: which values a file may hold belongs to its reader in datasets or bundles.',
    ),
    only(
      'study',
      `^${lab}/study/`,
      [`^${lab}/(science|engines|gpu|datasets|store)/`, shared, locations, package_('zod'), builtIn],
      'Studies use science, engines, gpu, datasets and store; requests and events of the outside belong to src/main/lab/index.ts.',
    ),
    only(
      'bundles',
      `^${lab}/bundles/`,
      [
        `^${lab}/(formats|science|store|study)/`,
        shared,
        locations,
        `^${lab}/version\\.ts$`,
        package_('(zod|pdfkit|@napi-rs/canvas)'),
        builtIn,
      ],
      'Bundles and reports read what studies made: running belongs to src/main/lab/study, asking and printing to calls and cli.',
    ),
    {
      name: 'product-alone',
      comment: 'Scripts, tests and benchmarks use the product, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.web.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    builtInModules: { override: builtinModules.flatMap((name) => [name, `node:${name}`]) },
  },
}
