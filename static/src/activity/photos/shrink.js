/** Photos leave the browser no larger than the server keeps them. */
export const MAX_SIDE = 1600;
const QUALITY = 0.82;

/**
 * Shrink a photo; what the camera wrote beside it (place, device) is left out.
 *
 * @param {File} file picture of any kind that the browser can show
 * @returns {Promise<String>} JPEG as base64, its longer side at most MAX_SIDE pixels
 */
export async function shrinkPhoto(file) {
    const bitmap = await createImageBitmap(file, {imageOrientation: "from-image"});
    const ratio = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
    canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
    const context = canvas.getContext("2d");
    // A transparent picture would turn black.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
}
