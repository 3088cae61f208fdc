/** Listeners of a test's broker with TLS and with login by any of three mechanisms. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../../test/support/freePort.ts'

export interface SecureListeners {
  readonly tlsAddress: string
  readonly plainAddress: string
  /** File with the certificate, which is its own authority. */
  readonly caFile: string
  readonly username: string
  readonly password: string
}

/** Makes a key pair with Java's keytool, and takes free addresses for the listeners. */
export async function makeSecureListeners(folder: string): Promise<SecureListeners> {
  const keystore = join(folder, 'keystore.p12')
  const caFile = join(folder, 'ca.pem')
  const pair = ['-genkeypair', '-alias', 'broker', '-keyalg', 'EC', '-groupname', 'secp256r1']
  const names = ['-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1', '-ext', 'bc=ca:true', '-validity', '2']
  const store = ['-keystore', keystore, '-storetype', 'PKCS12', '-storepass', storePassword]
  execFileSync('keytool', [...pair, ...names, ...store], { stdio: 'pipe' })
  execFileSync('keytool', ['-exportcert', '-rfc', '-alias', 'broker', '-file', caFile, ...store], {
    stdio: 'pipe',
  })
  return {
    tlsAddress: `127.0.0.1:${await freePort()}`,
    plainAddress: `127.0.0.1:${await freePort()}`,
    caFile,
    username: 'worker',
    password: 'worker-secret',
  }
}

const storePassword = 'not-a-secret'

/** Arguments of the storage tool that create the user before the first start. */
export function scramUsers({ username, password }: SecureListeners): string[] {
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${username},password=${password}]`,
  ])
}

export function secureProperties(
  folder: string,
  { username, password }: SecureListeners,
): Record<string, string> {
  const module = 'org.apache.kafka.common.security'
  const settings: Record<string, string> = {
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': join(folder, 'keystore.p12'),
    'ssl.keystore.password': storePassword,
    'ssl.key.password': storePassword,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
  }
  for (const listener of ['sasltls', 'sasl']) {
    const at = `listener.name.${listener}`
    settings[`${at}.plain.sasl.jaas.config`] =
      `${module}.plain.PlainLoginModule required user_${username}="${password}";`
    for (const mechanism of ['scram-sha-256', 'scram-sha-512'])
      settings[`${at}.${mechanism}.sasl.jaas.config`] = `${module}.scram.ScramLoginModule required;`
  }
  return settings
}
