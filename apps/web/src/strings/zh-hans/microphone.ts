/** Coming on stage, the microphone, and the sound. */
export const invite = {
  title: '有人邀请你上台',
  text: '如果你同意，浏览器会请求使用麦克风，房间里的所有人都能听到你。你可以随时静音。',
  bluetooth: '使用蓝牙耳机时，麦克风打开后声音可能会变。有线耳机或内置麦克风效果最好。',
  accept: '上台',
  decline: '先不了',
  asking: '正在等待麦克风…',
  askingHint: '浏览器会问 Stoa 能否使用麦克风，请选“允许”。',
};
export const mic = {
  mute: '静音',
  unmute: '取消静音',
  muteLabel: '麦克风已打开。按下可静音',
  unmuteLabel: '已静音。按下可取消静音',
  asking: '请允许使用麦克风…',
  choose: '麦克风',
  chooseTitle: '用哪个麦克风？',
  chooseText: '使用有线或内置麦克风，蓝牙耳机就能保持好音质。',
  none: '没有找到麦克风。',
  unnamed: '麦克风 {{count, number}}',
  chosen: '麦克风已切换。',
  use: '使用这个麦克风',
  denied: {
    title: '没有麦克风权限',
    text: '浏览器没有让这个页面使用麦克风。你仍在房间里，什么都听得到。',
    step1: '打开页面设置：地址栏旁边的图标。',
    step2: '把“麦克风”设为“允许”。',
    step3: '然后在这里重试。有些浏览器需要先刷新页面。',
  },
  missing: {
    title: '没有找到麦克风',
    text: '你仍在房间里，什么都听得到。',
    step1: '插上麦克风或耳麦，或把它打开。',
    step2: '在设备的设置里确认它没有被关闭。',
    step3: '然后在这里重试。',
  },
  busy: {
    title: '麦克风正被占用',
    text: '另一个程序正在使用它。你仍在房间里，什么都听得到。',
    step1: '关闭其他通话和录音，其他标签页里的也要关。',
    step2: '如果有别的麦克风，就选那一个。',
    step3: '然后在这里重试。',
  },
  again: '重试',
  handAgain: '再次举手',
  listenOnly: '继续收听',
  stayMuted: '保持静音',
};
export const sound = {
  title: '浏览器拦住了声音',
  text: '要先点一下，它才会播放。',
  button: '点击收听',
};
