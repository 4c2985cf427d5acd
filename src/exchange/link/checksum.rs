//! CRC-32 as Ethernet and PNG have it (polynomial 0x04C11DB7, reflected).

pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shifted(crc)))
}

const fn shifted(crc: u32) -> u32 {
    let rest = crc >> 1;
    if crc & 1 == 1 { rest ^ 0xEDB8_8320 } else { rest }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_value_of_the_catalogue() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }
}
