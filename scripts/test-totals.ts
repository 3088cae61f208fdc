/** Prints `N passed, N failed` (and skipped) of a vitest JSON report. Exits with 1 if a test failed or none ran. */
import { readFileSync } from 'node:fs'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numFailedTestSuites: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

const report = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Report
// A file that fails to load has no tests to count, but it is a failure.
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
)
const failed = report.numFailedTests + brokenFiles.length
const skipped = report.numPendingTests === 0 ? '' : `, ${report.numPendingTests} skipped`
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped}`)
process.exitCode = failed > 0 || report.numPassedTests === 0 ? 1 : 0
