/** Backups, written on the machine of the server, below the folder that its settings name. */
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { backupReport } from '../../service/schemas/index.ts'
import { failures, liftIdleLimit, plain, type Routes } from './common.ts'

/** A name and not a path: a caller must not choose where a server writes. */
const backupName = z
  .string()
  .max(100)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'must be a plain name and not a path: letters, digits, points, hyphens and underscores',
  )

export const backupRoutes: Routes = async (app, { context: { headwater, backupsFolder } }) => {
  app.post(
    '/v1/backups',
    {
      config: { access: { any: ['backup'] } },
      schema: {
        summary: 'Write a backup of this moment on the machine of the server',
        tags: ['operations'],
        body: z.strictObject({ name: backupName.describe('Of the new folder, e.g. 2026-10-01') }),
        response: { 201: backupReport, ...failures },
      },
    },
    async (request, reply) => {
      if (backupsFolder === undefined) fail('backup.noFolder', 'This server has no folder for backups.')
      liftIdleLimit(request)
      return reply.code(201).send(plain(await headwater.backup(join(backupsFolder, request.body.name))))
    },
  )
}
