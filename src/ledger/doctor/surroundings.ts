/** Checks that need nothing open: Node, configuration, folder, permissions, disk, open files, holder. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { HeadwaterError } from '../../errors.ts'
import type { DoctorCheck } from '../../service/headwater.ts'
import { isAlive, isBackup, openDataFolder, readHolder } from '../dataFolder.ts'
import { isOnlyRead } from '../openFolder.ts'
import { examineFileLimit, examineModes } from './access.ts'
import { doubtful, fine, wrong } from './doctor.ts'

const nodeMajorMin = 22
const nodeMinorMin = 18
const diskBytesLow = 2 * 2 ** 30
const diskBytesMin = 256 * 2 ** 20

export function examineSurroundings(config: Config): DoctorCheck[] {
  return [
    examineNode(process.versions.node),
    examineConfiguration(config),
    examineFolder(config.data.folder),
    ...examineModes(config.data.folder),
    examineDisk(config.data.folder),
    ...examineFileLimit(),
    examineHolder(config.data.folder),
  ]
}

export function examineNode(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > nodeMajorMin || (major === nodeMajorMin && minor >= nodeMinorMin)
  return enough
    ? fine('node', `Node ${version}`)
    : wrong('node', `Node ${version} is too old`, `Install Node ${nodeMajorMin}.${nodeMinorMin} or newer.`)
}

function examineConfiguration({ unknownVariables, api: { keys, host } }: Config): DoctorCheck {
  if (unknownVariables.length > 0) {
    const names = unknownVariables.join(', ')
    return doubtful(
      'configuration',
      `No setting has these names: ${names}`,
      'Compare their spelling with .env.example.',
    )
  }
  return fine(
    'configuration',
    keys.length === 0 ? `no API keys: serve listens on loopback only (${host})` : `${keys.length} API keys`,
  )
}

function examineFolder(path: string): DoctorCheck {
  try {
    const folder = openDataFolder(path, false)
    accessSync(folder.path, constants.R_OK | constants.X_OK)
    if (isBackup(folder)) return fine('data folder', `${folder.path} is a backup, which is only read`)
    if (isOnlyRead(folder)) {
      return doubtful(
        'data folder',
        `${folder.path} has a format that this version knows, and can only be read`,
        'Nothing to do for commands that read. For all others, give the user that runs Headwater permission to write there.',
      )
    }
    return fine('data folder', `${folder.path} has a format that this version knows, and is writable`)
  } catch (error) {
    if (!(error instanceof HeadwaterError)) {
      return wrong(
        'data folder',
        `${resolve(path)}: ${(error as Error).message}`,
        'Give the user that runs Headwater permission to read and write there.',
      )
    }
    const check = error.code === 'data.missing' ? doubtful : wrong
    return check('data folder', error.message, error.fix)
  }
}

function examineDisk(path: string): DoctorCheck {
  let existing = resolve(path)
  while (!existsSync(existing)) existing = dirname(existing)
  const { bavail, bsize } = statfsSync(existing)
  const free = bavail * bsize
  const detail = `${(free / 2 ** 30).toFixed(1)} GiB free`
  const mend = 'Free some space: where the disk is full, ingestion stops, without loss.'
  if (free < diskBytesMin) return wrong('disk', detail, mend)
  return free < diskBytesLow ? doubtful('disk', detail, mend) : fine('disk', detail)
}

function examineHolder(path: string): DoctorCheck {
  const holder = readHolder(resolve(path))
  if (holder === undefined) return fine('holder', 'no process has the folder open')
  const who = `process ${holder.pid} (headwater ${holder.command}, since ${holder.since})`
  if (holder.pid === process.pid) return fine('holder', 'this process has the folder open')
  if (!isAlive(holder.pid))
    return fine('holder', `${who} ended without closing the folder, which is free now`)
  const mend =
    holder.url === undefined ? 'Wait until it ends.' : `Work through that server: --url ${holder.url}`
  return doubtful('holder', `${who} has the folder open, so its contents can't be checked now`, mend)
}
