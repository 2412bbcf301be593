// npm test: sets everything up, then every check and test in the order of cost, until one fails.
//   npm test                  all of it
//   npm test -- quick         the checks and the unit tests
//   npm test -- unit engines  the named steps alone
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { pinnedEnvironment } from './setup/command.mjs'
import { inRoot, root } from './setup/places.mjs'
import { hasDisplay, setUp } from './setup.mjs'
import { plainTensorflowEnvironment } from './setup/plain-tensorflow.mjs'
import { softwareGpuEnvironment } from './setup/software-gpu.mjs'

const checks = {
  format: 'oxfmt --check',
  lint: 'oxlint --type-aware --deny-warnings src tests scripts bench',
  templates: 'eslint --max-warnings 0 src/renderer',
  types: 'tsc -p tsconfig.node.json',
  'types of the window': 'vue-tsc -p tsconfig.web.json',
  direction: 'depcruise --config .dependency-cruiser.cjs src',
  unused: 'knip',
}
const tool = (line) => line.split(' ')
const last = ['gpu', 'engines', 'store', 'setup', 'bundles', 'cli', 'hostile', 'study', 'e2e'] // cheapest first; any other folder goes before these

function hasTests(name) {
  return readdirSync(inRoot('tests', name), { recursive: true }).some((file) => file.endsWith('.test.ts'))
}

/** Folders of tests/ with test files in them, in order of cost. */
function suites() {
  return readdirSync(inRoot('tests'), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && hasTests(entry.name) ? [entry.name] : []))
    .sort((a, b) => last.indexOf(a) - last.indexOf(b) || (a < b ? 1 : -1))
}

/** What suites find besides this machine's own: a GPU in software, TensorFlow in plain JavaScript. */
const environments = {
  gpu: softwareGpuEnvironment,
  engines: async () => ({ ...(await softwareGpuEnvironment()), ...plainTensorflowEnvironment() }),
  cli: softwareGpuEnvironment,
}

const resultsFile = (suite) => inRoot('out', 'tests', `${suite}.json`)

function testCommand(suite) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile(suite)}`]
  const command = ['vitest', 'run', '--project', suite, ...reporters]
  return suite === 'e2e' && !hasDisplay() ? ['xvfb-run', '-a', ...command] : command
}

function run([file, ...args], env) {
  const shell = process.platform === 'win32'
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...pinnedEnvironment(), ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell,
    })
    child.once('error', (error) => reject(new Error(`${file} does not start: ${error.message}`)))
    child.once('close', (code) => resolve(code === 0))
  })
}

/** What vitest counted; a run that broke down without counting a failure is one. */
function countTests(suite, ended) {
  const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  try {
    Object.assign(counts, JSON.parse(readFileSync(resultsFile(suite), 'utf8')))
  } catch {
    // vitest ended before it wrote its results
  }
  return {
    passed: counts.numPassedTests,
    failed: Math.max(counts.numFailedTests, ended ? 0 : 1),
    skipped: counts.numPendingTests + counts.numTodoTests,
  }
}

function plan(names) {
  const steps = new Map(Object.entries(checks).map(([name, line]) => [name, tool(line)]))
  for (const suite of suites()) steps.set(suite, testCommand(suite))
  const wanted = names.flatMap((name) => (name === 'quick' ? [...Object.keys(checks), 'unit'] : [name]))
  const unknown = wanted.find((name) => !steps.has(name))
  if (unknown) throw new Error(`no step "${unknown}"; there are: quick, ${[...steps.keys()].join(', ')}`)
  return [...steps].filter(([name]) => wanted.length === 0 || wanted.includes(name))
}

/** Runs one step between two lines that say what ran and how it ended; adds to the total. Tells whether it passed. */
async function runStep(name, command, total) {
  const started = Date.now()
  rmSync(resultsFile(name), { force: true })
  process.stdout.write(`\n== ${name}: ${command.join(' ')}\n`)
  const passed = await run(command, await environments[name]?.())
  process.stdout.write(`== ${name}: ${passed ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  const counts = name in checks ? { passed: 0, failed: passed ? 0 : 1, skipped: 0 } : countTests(name, passed)
  for (const [key, count] of Object.entries(counts)) total[key] += count
  return passed
}

async function prepareTests({ window }) {
  const { electron } = await setUp({ window })
  if (window && !electron) throw new Error('the end-to-end tests need a window; the line above says what is missing')
}

async function main() {
  const steps = plan(process.argv.slice(2))
  const tests = steps.filter(([name]) => !(name in checks))
  const total = { passed: 0, failed: 0, skipped: 0 }
  await setUp({ window: false, build: false })
  for (const [name, command] of steps) {
    if (name === tests[0]?.[0]) await prepareTests({ window: tests.some(([test]) => test === 'e2e') })
    if (await runStep(name, command, total)) continue
    process.exitCode = 1
    break
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
