/** Opens a data folder as the command needs it: to write, or only to read, where the folder may be anybody's. */
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail, HeadwaterError } from '../errors.ts'
import { isLocked } from '../eventstore/sqlite/database.ts'
import { type DataFolder, explainHeld, folderFiles, isBackup, openDataFolder } from './dataFolder.ts'

/**
 * @param make whether to create a missing folder
 * @throws HeadwaterError as `openDataFolder`; `data.unwritable`, `backup.readOnly`
 */
export function openFolderToWrite(path: string, make: boolean): DataFolder {
  const folder = openDataFolder(path, make)
  if (isBackup(folder)) fail('backup.readOnly', `${folder.path} is a backup, and this command writes.`)
  if (!isWritable(folder)) {
    fail('data.unwritable', `This command writes to ${folder.path}, and has no permission to do so.`)
  }
  return folder
}

/**
 * Where nothing may be written, a private view of the folder.
 * @param make whether to create a missing folder
 * @throws HeadwaterError as `openDataFolder`; `data.held`, `backup.damaged`
 */
export async function openFolderToRead(path: string, make: boolean): Promise<DataFolder> {
  const folder = openDataFolder(path, make)
  if (!isBackup(folder)) {
    if (isWritable(folder)) return folder
    // Without a lock of its own a reader could see half of what another process writes.
    if (isLocked(folder.events)) {
      throw explainHeld(new HeadwaterError({ code: 'data.held', message: folder.path }), folder.path)
    }
  }
  const { viewOf } = await import('./view/privateView.ts')
  return viewOf(folder)
}

/** Whether the folder can only be read: it is a backup, or this process may not write there. */
export function isOnlyRead(folder: DataFolder): boolean {
  return isBackup(folder) || !isWritable(folder)
}

function isWritable({ path }: DataFolder): boolean {
  const parts = [folderFiles.events, folderFiles.usage].map((name) => join(path, name)).filter(existsSync)
  return [path, ...parts].every((part) => {
    try {
      accessSync(part, constants.W_OK)
      return true
    } catch {
      return false
    }
  })
}
