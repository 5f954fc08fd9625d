import { type Role, ViewerDocument } from '#graphql';
import { useApi } from '../api/queries';

/** Who is signed in; read again each minute, for the clock that comes with it. */
export function useViewer() {
  const query = useApi(ViewerDocument, {}, { refetchInterval: 60_000 });
  const roles: readonly Role[] = query.data?.viewer?.roles ?? [];
  return {
    query,
    roles,
    now: query.data?.now,
    /** The API decides; this only spares people buttons that would be refused. */
    mayChangeExperiments: roles.includes('PRODUCT_MANAGER') || roles.includes('ADMIN'),
    mayRunJobs: roles.includes('ADMIN'),
    mayReadWallets: roles.includes('SUPPORT') || roles.includes('ADMIN'),
    mayChangeStanding: roles.includes('TRUST_AND_SAFETY') || roles.includes('ADMIN'),
    mayFindByEmail: roles.includes('SUPPORT') || roles.includes('TRUST_AND_SAFETY') || roles.includes('ADMIN'),
    mayReadEconomics: roles.includes('PRODUCT_MANAGER') || roles.includes('SUPPORT') || roles.includes('ADMIN'),
    mayDecideReferrals: roles.includes('SUPPORT') || roles.includes('ADMIN'),
  };
}
