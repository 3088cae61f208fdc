/** Backups, and restoring them. */
import type { Advices } from './advice.ts'

export const backupErrors = {
  'backup.notEmpty': {
    retry: false,
    fix: 'Give the name of a folder that does not exist yet, or of an empty one. A backup is never written over another.',
  },
  'backup.unwritable': {
    retry: false,
    fix: 'Give a folder in a place where the user that runs Headwater may write, with enough free space. Nothing of the failed backup is left.',
  },
  'backup.running': {
    retry: true,
    fix: 'Wait until the other backup of this ledger is complete.',
  },
  'backup.noFolder': {
    retry: false,
    fix: 'Set HEADWATER_BACKUPS to a folder on the machine of the server, and start the server again. It writes backups below that folder only.',
  },
  'backup.elsewhere': {
    retry: false,
    fix: 'Back up KurrentDB and ClickHouse with their own tools. A data folder that is lost is built again from them.',
  },
  'backup.missing': {
    retry: false,
    fix: 'Give the folder that `headwater backup` wrote. It contains backup.json.',
  },
  'backup.damaged': {
    retry: false,
    fix: 'Use another copy of this backup, or another backup. Nothing was restored.',
  },
  'backup.newer': {
    retry: false,
    fix: 'Install the version of Headwater that wrote the backup, or a newer one.',
  },
  'backup.readOnly': {
    retry: false,
    fix: 'Restore it into a data folder first: `headwater restore BACKUP --data DIR`. Commands that only read work on the backup itself.',
  },
} as const satisfies Advices
