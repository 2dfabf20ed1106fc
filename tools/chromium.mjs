// Unpacks the Chromium that lies compressed inside the npm package, for tests/browser_setup.py to find.
// The package's own executablePath() is not used: it writes to a shared temporary folder and turns web security off.

import { spawnSync } from 'node:child_process'
import { chmodSync, createReadStream, createWriteStream, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib'

const packed = 'node_modules/@sparticuz/chromium/bin'
const ready = '.tools/chromium'
const unfinished = `${ready}.unfinished`

rmSync(unfinished, { recursive: true, force: true })
mkdirSync(unfinished, { recursive: true })

await pipeline(
  createReadStream(join(packed, 'chromium.br')),
  createBrotliDecompress(),
  createWriteStream(join(unfinished, 'chromium')),
)
chmodSync(join(unfinished, 'chromium'), 0o755)

for (const archive of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
  const input = brotliDecompressSync(readFileSync(join(packed, archive)))
  const { status, stderr } = spawnSync('tar', ['-x', '--no-same-owner', '-f', '-', '-C', unfinished], { input })
  if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${stderr}`)
}

rmSync(ready, { recursive: true, force: true })
renameSync(unfinished, ready)
