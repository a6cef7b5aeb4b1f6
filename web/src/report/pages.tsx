import type { Route } from '../state/route.ts';
import '../styles/report.css';
import { CampaignsPage } from './campaigns.tsx';
import { ReportPage } from './report.tsx';

export function Pages({ route }: { route: Exclude<Route, { page: 'compose' }> }) {
  return route.page === 'campaigns' ? <CampaignsPage /> : <ReportPage key={route.id} id={route.id} />;
}
