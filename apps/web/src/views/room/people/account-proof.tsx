import { type AccountId, accounts } from '@stoa/protocol/social';
import { BadgeCheck, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { deviceIsPublished } from '../../../state/account-proof.ts';
import { useAnswer } from '../../../state/use-answer.ts';

/** The device in the room signed that it is the account's; does the account know that device? */
export function AccountProof({
  account,
  device,
  handle,
}: {
  account: AccountId;
  device: Uint8Array;
  handle: string;
}) {
  const { t } = useTranslation();
  const { data } = useAnswer(accounts.devicesOf, { account });
  if (!data) return null;
  return deviceIsPublished(device, data) ? (
    <p className="mt-4 flex items-center gap-2 font-semibold text-live-ink">
      <BadgeCheck aria-hidden="true" className="size-5 shrink-0" />
      {t('inRoom.verified', { handle })}
    </p>
  ) : (
    <p role="alert" className="mt-4 flex gap-3 rounded-2xl bg-danger-soft p-4">
      <ShieldAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-danger" />
      <span>
        <strong className="block">{t('inRoom.unknownDevice')}</strong>
        {t('inRoom.unknownDeviceText')}
      </span>
    </p>
  );
}
