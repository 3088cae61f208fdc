/**
 * Settings: the one place that reads the environment. Command-line options come in as overrides and win. One message
 * names every fault, so that a set-up is fixed in one go; .env.example is tested against the table.
 */
export { type ApiKey, type Scope, scopes } from './config/keys.ts'
export { type Config, isConfigFault, loadConfig } from './config/load.ts'
export { type SettingName, settings } from './config/table.ts'
