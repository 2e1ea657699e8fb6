/** One picture of what the person chooses of their screen. The browser or the desktop app asks; what is chosen is let go at once. */

/** A PNG; null where nothing was given. */
export async function capturedPicture(): Promise<Uint8Array<ArrayBuffer> | null> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
  } catch {
    return null;
  }
  try {
    return await firstFrame(stream);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

async function firstFrame(stream: MediaStream): Promise<Uint8Array<ArrayBuffer> | null> {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  video.srcObject = null;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
