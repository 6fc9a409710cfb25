/** On the way into a room, and back into it. */
export const connecting = {
  heading: '入室しています…',
  soon: 'ルームを探して、鍵を取り決めています',
  slow: 'まだ続けています。ネットワークが遅いのかもしれません。',
  verySlow: 'いつもより時間がかかっています。このまま待つか、戻ってもう一度お試しください。',
  starting: 'ブラウザがルームの鍵を作っています。',
  full: 'いまは満員です。自動でもう一度試します。',
  cancel: '戻る',
};
export const door = {
  stewardHeading: '入口で少しお待ちください',
  stewardText: 'モデレーターの端末が招待を確かめています。何もしなくて大丈夫です。',
  knockHeading: 'ノックしました',
  knockText: 'モデレーターがあなたの名前を見て決めます。このページを開いたままお待ちください。',
  name: '{{name}}としてノックしました。',
  cancel: 'そっと立ち去る',
};
export const reconnecting = {
  banner: '接続が切れました。',
  now: '今、つなぎ直しています…',
  in_other: '{{count, number}}秒後につなぎ直します。',
  hint: 'あなたの席は少しの間そのままです。何もしなくて大丈夫です。',
  media: '音声をつなぎ直しています…',
  mediaFirst: '音声をつないでいます…',
  alone: '戻っています…',
};
