import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../design/dialog.tsx';
import { useActs } from './room-acts.tsx';
import { useDoTo } from './use-do-to.ts';

/** What cannot be taken back is asked once more. */
export function ConfirmDialogs() {
  const { t } = useTranslation();
  const { asking, confirm } = useActs();
  const doTo = useDoTo();
  // While the dialog fades it still says whom it was about.
  const last = useRef(asking);
  if (asking) last.current = asking;
  const name = last.current?.person.name || t('seat.nameless');
  const words = {
    remove: ['person.removeTitle', 'person.removeText', 'person.removeYes'],
    makeModerator: ['person.moderatorTitle', 'person.moderatorText', 'person.moderatorYes'],
  } as const;
  return (['remove', 'makeModerator'] as const).map((action) => {
    const [title, text, yes] = words[action];
    return (
      <Confirm
        key={action}
        open={asking?.action === action}
        onOpenChange={(open) => !open && confirm(undefined)}
        title={<bdi>{t(title, { name })}</bdi>}
        text={t(text)}
        yes={t(yes)}
        onYes={() => asking && doTo(action, asking.person)}
      />
    );
  });
}
