/** The people of a room: on stage, in the audience, at the door, with a hand up. */
export const role = { moderator: 'モデレーター', speaker: 'スピーカー', listener: 'リスナー' };
export const seat = {
  you: 'あなた',
  muted: 'ミュート中',
  away: '離席中、再接続しています',
  awayShort: '離席中',
  verified: '本人の声と確認済み',
  failed: '本人の声と確認できません',
  failedShort: '未確認',
  speaking: '話しています',
  nameless: '誰か',
};
export const person = {
  options: '{{name}}さんへの操作',
  invite: 'ステージに招待',
  mute: 'ミュートする',
  moveToAudience: '客席に移す',
  makeModerator: 'モデレーターにする',
  keepOnStage: 'ステージに残す',
  silence: '書き込みを止める',
  unsilence: '書き込みを再び許可する',
  remove: 'ルームから退出させる',
  removeTitle: '{{name}}さんを退出させますか？',
  removeText: 'すぐにルームの声が聞こえなくなります。鍵も替わるので、こっそり聞くこともできません。',
  removeYes: '退出させる',
  moderatorTitle: '{{name}}さんをモデレーターにしますか？',
  moderatorText:
    'モデレーターは、招待、ミュート、退出、入室の許可、ルームの終了ができます。元には戻せません。',
  moderatorYes: 'モデレーターにする',
};
export const hands = {
  title: '挙手',
  count_other: '{{count, number}}人が手を挙げています',
  none: '手を挙げている人はいません。',
  invite: '{{name}}さんをステージに招待',
  inviteShort: '招待',
  dismiss: '{{name}}さんの手を下ろす',
  more_other: 'ほか{{count, number}}人',
  raise: '手を挙げる',
  lower: '手を下ろす',
  raiseLabel: '手を挙げて、ステージに上がりたいと伝える',
  lowerLabel: '手を挙げています。押すと手を下ろします',
  next: '手を挙げています。次があなたの番です。',
  position: '手を挙げています。順番は{{count, number}}番目です。',
  means:
    'モデレーターが承認すると、すぐにステージに上がり、マイクがオンになります。Bluetoothのヘッドホンは音が変わることがあります。',
  frozen: 'ステージは締め切り中です。今は手を挙げられません。',
};
export const waiting = {
  button_other: '{{count, number}}人が待っています。入口と順番待ちの人を表示',
  count: '{{count, number}}',
};
export const knocks = {
  title: '入口',
  admit: '{{name}}さんの入室を許可',
  admitShort: '許可',
  deny: '{{name}}さんの入室を断る',
};
export const audience = {
  title: '客席',
  total_other: '{{count, number}}人が聞いています',
  empty: 'まだリスナーはいません。リンクを送ると、開いた人がここに入ってきます。',
  invite: 'リンクを送る',
  more: 'もっと見る',
  shown: '{{total, number}}人中{{shown, number}}人を表示',
};
