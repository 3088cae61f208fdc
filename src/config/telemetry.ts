/** Traces. */
import { z } from 'zod'
import type { Settings } from './setting.ts'

export const telemetrySettings = {
  collectorUrl: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    form: z.url({ protocol: /^https?$/ }),
    about:
      'Send traces to this OpenTelemetry collector, over OTLP/HTTP: http(s)://host:4318. None: no traces.',
  },
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    form: z.string().min(1).max(255),
    default: 'headwater',
    about: 'What this process is called in traces.',
  },
  sampleRatio: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    form: z
      .string()
      .regex(/^(0|1|0?\.[0-9]{1,9}|[01]\.0*)$/, 'must be a fraction from 0 to 1')
      .transform(Number),
    default: '1',
    about: 'Part of the traces begun here that is kept. Of one begun elsewhere, whoever began it decides.',
  },
} as const satisfies Settings
