//! Photos made small and harmless (M18): only PNG, JPEG and WebP are decoded, within limits, and written anew.

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use tokio::sync::Semaphore;

pub use model::photo::{LARGEST_FILE, PhotoProblem};

/// Wider or higher ones are refused before they are decoded.
const LONGEST_SIDE: u32 = 12_000;
/// 50 megapixels: the most a phone's camera writes.
const MOST_PIXELS: u64 = 50_000_000;
/// What decoding may take at most, in bytes.
const MEMORY: u64 = 256 * 1024 * 1024;
/// Width and height of what is kept, in pixels.
pub const SIDE: u32 = 256;

/// One at a time: the largest picture takes 200 MB while it is decoded.
static DECODING: Semaphore = Semaphore::const_new(1);

/// A photo as it is kept: a JPEG without any of the file's other contents (place, camera, thumbnail).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub hash: String,
    pub jpeg: Vec<u8>,
}

/// Reads a file's bytes off the async threads.
pub async fn read(file: Vec<u8>) -> Result<Photo, PhotoProblem> {
    let Ok(_permit) = DECODING.acquire().await else { return Err(PhotoProblem::Broken) };
    tokio::task::spawn_blocking(move || small(&file)).await.unwrap_or(Err(PhotoProblem::Broken))
}

/// Square, 256 pixels wide, upright, on white.
pub fn small(file: &[u8]) -> Result<Photo, PhotoProblem> {
    if file.is_empty() {
        return Err(PhotoProblem::Missing);
    }
    if file.len() > LARGEST_FILE {
        return Err(PhotoProblem::TooLarge);
    }
    let format = format_of(file)?;
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PhotoProblem::Broken)?;
    let (width, height) = decoder.dimensions();
    if width > LONGEST_SIDE || height > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PhotoProblem::TooManyPixels);
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| PhotoProblem::Broken)?;
    // Small first: turning 50 megapixels around takes long.
    image = image.resize_to_fill(SIDE, SIDE, image::imageops::FilterType::Triangle);
    image.apply_orientation(upright);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 85).encode_image(&on_white(&image)).map_err(|_| PhotoProblem::Broken)?;
    Ok(Photo { hash: hash(&jpeg), jpeg })
}

/// By the first bytes, whatever the file is called.
fn format_of(file: &[u8]) -> Result<ImageFormat, PhotoProblem> {
    match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => Ok(format),
        _ if is_svg(file) => Err(PhotoProblem::Svg),
        _ => Err(PhotoProblem::OtherKind),
    }
}

fn is_svg(file: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&file[..file.len().min(1024)]).to_ascii_lowercase();
    start.contains("<svg")
}

/// What shines through becomes white, as JPEG has no transparency.
fn on_white(image: &DynamicImage) -> RgbImage {
    let image = image.to_rgba8();
    let blend = |c: u8, alpha: u8| {
        u8::try_from((u16::from(c) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255).unwrap_or(255)
    };
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [r, g, b, a] = image.get_pixel(x, y).0;
        image::Rgb([blend(r, a), blend(g, a), blend(b, a)])
    })
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let image = RgbImage::from_fn(width, height, |x, _| image::Rgb([if x < width / 2 { 200 } else { 20 }, 80, 80]));
        DynamicImage::from(image).write_to(&mut out, format).expect("write a test picture");
        out.into_inner()
    }

    fn kept_size(photo: &Photo) -> (u32, u32) {
        let image = image::load_from_memory(&photo.jpeg).expect("read the kept photo");
        (image.width(), image.height())
    }

    #[test]
    fn m18_png_jpeg_and_webp_become_a_small_square_jpeg() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let photo = small(&file(640, 480, format)).expect("a photo");
            assert_eq!(kept_size(&photo), (SIDE, SIDE), "{format:?}");
            assert!(photo.jpeg.starts_with(&[0xff, 0xd8]) && photo.jpeg.len() < 40_000);
            assert_eq!(photo.hash.len(), 64);
        }
    }

    #[test]
    fn m18_a_renamed_text_file_and_an_svg_are_refused() {
        assert_eq!(small(b"Dana, this is only a text").err(), Some(PhotoProblem::OtherKind));
        assert_eq!(
            small(br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>"#).err(),
            Some(PhotoProblem::Svg)
        );
        assert_eq!(small(b"").err(), Some(PhotoProblem::Missing));
        assert_eq!(small(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;").err(), Some(PhotoProblem::OtherKind));
    }

    #[test]
    fn m18_a_broken_picture_is_refused() {
        let whole = file(300, 300, ImageFormat::Png);
        assert_eq!(small(&whole[..whole.len() / 2]).err(), Some(PhotoProblem::Broken));
    }

    #[test]
    fn m18_twenty_thousand_pixels_are_refused_before_decoding() {
        assert_eq!(small(&file(20_000, 2, ImageFormat::Png)).err(), Some(PhotoProblem::TooManyPixels));
        // A bomb: a header that promises 10,000 × 10,000 and holds nothing.
        let mut bomb = file(1, 1, ImageFormat::Png);
        bomb[16..20].copy_from_slice(&10_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&10_000_u32.to_be_bytes());
        assert!(matches!(small(&bomb).err(), Some(PhotoProblem::TooManyPixels | PhotoProblem::Broken)));
    }

    #[test]
    fn m18_a_file_over_5_mb_is_refused() {
        assert_eq!(small(&vec![0; LARGEST_FILE + 1]).err(), Some(PhotoProblem::TooLarge));
    }

    #[test]
    fn m18_transparency_becomes_white() {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(64, 64).write_to(&mut out, ImageFormat::Png).expect("write");
        let photo = small(&out.into_inner()).expect("a photo");
        let kept = image::load_from_memory(&photo.jpeg).expect("read").to_rgb8();
        assert!(kept.get_pixel(128, 128).0.iter().all(|c| *c > 250));
    }
}
