import { useInfiniteQuery } from '@tanstack/react-query';
import { ExperimentAuditLogDocument } from '#graphql';
import { execute } from '../api/client';

/** Every change of an experiment, newest first, twenty at a time. */
export function useAuditLog(experimentKey: string) {
  return useInfiniteQuery({
    queryKey: ['ExperimentAuditLog', experimentKey],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => execute(ExperimentAuditLogDocument, { key: experimentKey, after: pageParam }),
    getNextPageParam: (last) => (last.experiment?.auditLog.pageInfo.hasNextPage ? last.experiment.auditLog.pageInfo.endCursor : undefined),
  });
}
