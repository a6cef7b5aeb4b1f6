import type { Route } from '../state/route.ts';
import '../styles/report.css';
import { CampaignsPage } from './campaigns.tsx';
import { COMPARE } from './chosen.ts';
import { ComparePage } from './compare.tsx';
import { ReportPage } from './report.tsx';

export function Pages({ route }: { route: Extract<Route, { page: 'campaigns' | 'report' }> }) {
  if (route.page === 'campaigns') return <CampaignsPage />;
  // No campaign has such an id: theirs have a colon.
  if (route.id === COMPARE) return <ComparePage />;
  return <ReportPage key={route.id} id={route.id} />;
}
