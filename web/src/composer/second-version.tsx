/** Above the button: only the second version is left to publish, and whether the list is the one its first version went to. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { onUse } from '../i18n/on-use.ts';
import { ListStanding, useStanding } from '../report/list-standing.tsx';
import { readHalvesFor } from '../state/campaign-list.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { publishing } from '../state/publishing.ts';
import '../styles/versions.css';
import { FailureNotice } from '../ui/failure.tsx';

export function SecondVersion() {
  const id = draft.versionOf.value;
  const words = onUse.value.versions;
  const [first, setFirst] = useState<Campaign | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { standing, again } = useStanding(first?.id === id ? first : null);

  useEffect(() => {
    let isCurrent = true;
    setFirst(null);
    setFailure(null);
    api.campaign(id).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setFirst(answer.value);
      else setFailure(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [id]);
  // What is counted on the page is then counted over the half that the first version did not go to.
  useEffect(() => {
    if (first !== null && standing?.kind === 'same') void readHalvesFor(first);
  }, [first, standing]);

  if (publishing.value) return null;
  return (
    <>
      <FailureNotice failure={failure} />
      {first !== null && <p class="notice">{words.firstIsOut(first.name)}</p>}
      {first !== null && list.value !== null && (
        <ListStanding campaign={first} standing={standing} need={null} again={again} />
      )}
    </>
  );
}
