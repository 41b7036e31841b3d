/**
 * A site's sign-language video of the step, under the guide: a place of its own, so that it never covers words or answers.
 * It starts by itself once, without sound; with reduced motion only when it is asked to.
 */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../design/Button.tsx';

export interface SignVideoProps {
  readonly src: string;
  readonly label: string;
  readonly still: boolean;
  readonly onReach: () => void;
}

export function SignVideo({ src, label, still, onReach }: SignVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setBroken(false);
    // Where it may not start by itself the button is there.
    if (!still) video.current?.play().catch(() => {});
  }, [src, still]);
  const press = (): void => {
    if (playing) video.current?.pause();
    else video.current?.play().catch(() => setBroken(true));
  };
  if (broken) return null;
  return (
    <div className="signing">
      <video
        ref={video}
        src={src}
        muted
        playsInline
        disablePictureInPicture
        preload="auto"
        aria-hidden="true"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => setBroken(true)}
      />
      <Button label={label} icon={playing ? 'pause' : 'play'} pressed={playing} onPress={press} onReach={onReach} />
    </div>
  );
}
