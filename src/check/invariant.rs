//! The promises of a run, by the ids of the statement list and in people's words.

/// One promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Invariant {
    I01,
    I02,
    I03,
    I04,
    I05,
    I06,
    I07,
    I08,
    I09,
    I10,
    I11,
    I12,
    I13,
    I14,
    I15,
    I16,
    I17,
    I18,
    I19,
    I20,
    I23,
    I27,
    I29,
    I30,
    I32,
}

impl Invariant {
    pub const ALL: [Self; 25] = [
        Self::I01,
        Self::I02,
        Self::I03,
        Self::I04,
        Self::I05,
        Self::I06,
        Self::I07,
        Self::I08,
        Self::I09,
        Self::I10,
        Self::I11,
        Self::I12,
        Self::I13,
        Self::I14,
        Self::I15,
        Self::I16,
        Self::I17,
        Self::I18,
        Self::I19,
        Self::I20,
        Self::I23,
        Self::I27,
        Self::I29,
        Self::I30,
        Self::I32,
    ];

    pub const fn index(self) -> usize {
        self as usize
    }

    pub const fn id(self) -> &'static str {
        match self {
            Self::I01 => "I01",
            Self::I02 => "I02",
            Self::I03 => "I03",
            Self::I04 => "I04",
            Self::I05 => "I05",
            Self::I06 => "I06",
            Self::I07 => "I07",
            Self::I08 => "I08",
            Self::I09 => "I09",
            Self::I10 => "I10",
            Self::I11 => "I11",
            Self::I12 => "I12",
            Self::I13 => "I13",
            Self::I14 => "I14",
            Self::I15 => "I15",
            Self::I16 => "I16",
            Self::I17 => "I17",
            Self::I18 => "I18",
            Self::I19 => "I19",
            Self::I20 => "I20",
            Self::I23 => "I23",
            Self::I27 => "I27",
            Self::I29 => "I29",
            Self::I30 => "I30",
            Self::I32 => "I32",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::I01 => "money conserved",
            Self::I02 => "no refund beyond the charge",
            Self::I03 => "stock conserved, nothing oversold",
            Self::I04 => "compensated means undone",
            Self::I05 => "completed means paid and shipped",
            Self::I06 => "no message takes effect twice",
            Self::I07 => "every saga ends",
            Self::I08 => "undone in reverse, each once",
            Self::I09 => "no step after turning back",
            Self::I10 => "one saga for each order",
            Self::I11 => "no forgotten timer",
            Self::I12 => "failed compensations reach a person",
            Self::I13 => "streams without gaps, never rewritten",
            Self::I14 => "one winner for each version",
            Self::I15 => "one order over all streams",
            Self::I16 => "state = snapshot + events = fold",
            Self::I17 => "former versions read as they were meant",
            Self::I18 => "read model = fold(log)",
            Self::I19 => "rebuilding gives the same read model",
            Self::I20 => "causes come first",
            Self::I23 => "queues add up",
            Self::I27 => "nothing lost, nothing invented",
            Self::I29 => "time moves forward, queues are bounded",
            Self::I30 => "the same run again is the same run",
            Self::I32 => "exchanged neighbours, same end",
        }
    }

    /// True for what is judged when the run is quiet, and only then.
    pub const fn is_judged_when_quiet(self) -> bool {
        matches!(self, Self::I04 | Self::I05 | Self::I07 | Self::I11 | Self::I12 | Self::I19 | Self::I32)
    }
}
