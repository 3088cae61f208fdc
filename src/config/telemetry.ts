/** Traces, by the names of OpenTelemetry. */
import { z } from 'zod'
import type { Settings } from './setting.ts'

export const telemetrySettings = {
  collectorUrl: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    schema: z.url({ protocol: /^https?$/ }),
    description: 'Send traces to this OpenTelemetry collector, over OTLP/HTTP. Without it: no traces.',
  },
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    schema: z.string().min(1).max(255),
    default: 'headwater',
    description: 'Name of this process in traces.',
  },
  sampleRatio: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    schema: z
      .string()
      .regex(/^(0|1|0?\.[0-9]{1,9}|[01]\.0*)$/, 'must be a fraction from 0 to 1')
      .transform(Number),
    default: '1',
    description:
      'Fraction that is kept of the traces that begin here. For other traces the process where they began decides.',
  },
} as const satisfies Settings
