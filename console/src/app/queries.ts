import { QueryClient } from '@tanstack/react-query'
import { HeadwaterError } from 'headwater/client'

const staleMs = 10_000
const triesMax = 2

/** Requests are repeated only where the connection failed: an answer of the server stays the same. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: staleMs,
      retry: (failures, error) =>
        failures < triesMax && error instanceof HeadwaterError && error.code === 'server.unreachable',
    },
  },
})
