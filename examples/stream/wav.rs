//! WAV files with one channel of 16 bits.
//!
//! A file is `RIFF`, its length, `WAVE`, and chunks: four letters, a length, as many bytes, and one
//! more if they are odd. `fmt ` says how samples are written, `data` has them: all that follow, if
//! it is the last and whoever wrote it to a pipe could not know its length.

use std::error::Error;
use std::fs;
use std::path::Path;

/// One channel.
#[derive(Debug)]
pub(crate) struct Sound {
    /// Frames in a second.
    pub(crate) rate: u32,
    /// Between -1 and 1.
    pub(crate) samples: Vec<f32>,
}

/// `fmt `: the kind (1 is plain numbers), channels, rate, bytes in a second, bytes in a frame,
/// bits.
const FORMAT: usize = 16;

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Sound, Box<dyn Error>> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    Ok(parse(&bytes).map_err(|reason| format!("{name}: {reason}"))?)
}

/// Writes a file.
pub(crate) fn write(path: &Path, sound: &Sound) -> Result<(), Box<dyn Error>> {
    let bytes = bytes(sound).ok_or("a WAV file has at most 4 GiB")?;
    Ok(fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// A length that was not known when it was written.
const UNKNOWN: u32 = u32::MAX;

fn parse(bytes: &[u8]) -> Result<Sound, &'static str> {
    let Some((b"RIFF", rest)) = bytes.split_first_chunk() else { return Err("no WAV file") };
    let Some((b"WAVE", mut chunks)) = rest.get(4..).and_then(<[u8]>::split_first_chunk) else {
        return Err("no WAV file");
    };
    let mut rate = None;
    loop {
        let (name, rest) = chunks.split_first_chunk::<4>().ok_or("no samples in it")?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or("cut off")?;
        let length = match (name, u32::from_le_bytes(*length)) {
            (b"data", UNKNOWN) => rest.len(),
            (_, length) => usize::try_from(length).map_err(|_| "too long")?,
        };
        let chunk = rest.get(..length).ok_or("cut off")?;
        match name {
            b"fmt " => {
                let format = chunk.get(..FORMAT).ok_or("its format is cut off")?;
                let [1, 0, rest @ ..] = format else { return Err("not plain PCM") };
                let [1, 0, a, b, c, d, .., 16, 0] = rest else { return Err("not one channel of 16 bits") };
                let frames = u32::from_le_bytes([*a, *b, *c, *d]);
                // Otherwise what is read could not be written: a frame has two bytes.
                if frames == 0 || frames > u32::MAX / 2 {
                    return Err("no such rate");
                }
                rate = Some(frames);
            }
            b"data" => {
                let rate = rate.ok_or("samples before their format")?;
                let samples = chunk.as_chunks().0.iter().map(|sample| f32::from(i16::from_le_bytes(*sample)) / SCALE);
                return Ok(Sound { rate, samples: samples.collect() });
            }
            _ => {}
        }
        chunks = rest.get(length + length % 2..).unwrap_or_default();
    }
}

/// 1 in a file.
const SCALE: f32 = 32768.0;

fn bytes(sound: &Sound) -> Option<Vec<u8>> {
    let length = u32::try_from(sound.samples.len()).ok()?.checked_mul(2)?;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(length.checked_add(36)?.to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(sound.rate.to_le_bytes());
    bytes.extend(sound.rate.checked_mul(2)?.to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(length.to_le_bytes());
    for sample in &sound.samples {
        #[expect(clippy::cast_possible_truncation, reason = "what is louder than a file can be is cut off")]
        let sample = (sample * SCALE).round() as i16;
        bytes.extend(sample.to_le_bytes());
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let samples = vec![0.0, 0.5, -1.0, 32767.0 / SCALE, 2.0];
        let file = bytes(&Sound { rate: 48_000, samples: samples.clone() }).unwrap();
        assert_eq!(file.len(), 44 + 10);
        let sound = parse(&file).unwrap();
        assert_eq!((sound.rate, &sound.samples[..4], sound.samples[4]), (48_000, &samples[..4], samples[3]));
        // Other chunks, here of odd length, are skipped.
        let more = [&file[..36], b"note\x03\0\0\0abc\0", &file[36..]].concat();
        assert_eq!(parse(&more).unwrap().samples, sound.samples);
        // From a pipe, and cut off in the middle of a sample.
        let endless = [&file[..40], &[0xFF; 4], &file[44..], b"x"].concat();
        assert_eq!(parse(&endless).unwrap().samples, sound.samples);
    }

    #[test]
    fn other_files_are_refused() {
        let file = bytes(&Sound { rate: 48_000, samples: vec![0.5; 4] }).unwrap();
        let mut stereo = file.clone();
        stereo[22] = 2;
        // WAVE_FORMAT_EXTENSIBLE.
        let mut extensible = file.clone();
        extensible[20..22].copy_from_slice(&[0xFE, 0xFF]);
        let (mut fast, mut still) = (file.clone(), file.clone());
        fast[24..28].fill(0xFF);
        still[24..28].fill(0);
        let mut short = file.clone();
        short[16] = 14;
        let swapped = [&file[..12], &file[36..], &file[12..36]].concat();
        for (wrong, reason) in [
            (&b"RIFX"[..], "no WAV file"),
            (b"RIFF", "no WAV file"),
            (&file[..12], "no samples in it"),
            (&file[..36], "no samples in it"),
            (&file[..18], "cut off"),
            (&file[..51], "cut off"),
            (&stereo, "not one channel of 16 bits"),
            (&extensible, "not plain PCM"),
            (&fast, "no such rate"),
            (&still, "no such rate"),
            (&short, "its format is cut off"),
            (&swapped, "samples before their format"),
        ] {
            assert_eq!(parse(wrong).unwrap_err(), reason);
        }
        assert!(read(Path::new("no.wav")).unwrap_err().to_string().starts_with("no.wav: "));
    }
}
