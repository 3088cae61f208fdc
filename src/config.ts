/**
 * Settings: the one place that reads the environment. Command-line options override it. One message names every fault,
 * so that a user fixes them all at once. A test compares .env.example with the table.
 */
export { type ApiKey, type KeyRights, type Scope, scopes } from './config/keys.ts'
export { addKey, readKeysFile, revokeKey } from './config/keysFile.ts'
export { type Config, isConfigFault, loadConfig, loadKeysPlace, loadSoundConfig } from './config/load.ts'
export { type OptionValues, settingsOf } from './config/options.ts'
export { replaceFile } from './config/replaceFile.ts'
export { settings } from './config/table.ts'
