//! The nodes of the shop and its read models.

/// A part that sends and receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Node {
    Client,
    Order,
    EventStore,
    Bus,
    Saga,
    Inventory,
    Payment,
    Shipping,
    Notification,
    Analytics,
}

impl Node {
    pub const ALL: [Self; 10] = [
        Self::Client,
        Self::Order,
        Self::EventStore,
        Self::Bus,
        Self::Saga,
        Self::Inventory,
        Self::Payment,
        Self::Shipping,
        Self::Notification,
        Self::Analytics,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Order => "order",
            Self::EventStore => "event-store",
            Self::Bus => "bus",
            Self::Saga => "saga",
            Self::Inventory => "inventory",
            Self::Payment => "payment",
            Self::Shipping => "shipping",
            Self::Notification => "notification",
            Self::Analytics => "analytics",
        }
    }

    pub const fn index(self) -> usize {
        self as usize
    }

    /// True for the nodes that take messages from the bus.
    pub const fn is_consumer(self) -> bool {
        !matches!(self, Self::Client | Self::EventStore | Self::Bus)
    }
}

/// A read model, fed from the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ReadModel {
    Orders,
    Stock,
    Revenue,
    Customers,
}

impl ReadModel {
    pub const ALL: [Self; 4] = [Self::Orders, Self::Stock, Self::Revenue, Self::Customers];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Stock => "stock",
            Self::Revenue => "revenue",
            Self::Customers => "customers",
        }
    }

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Where a trace entry happened, or what a fault aims at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Node(Node),
    ReadModel(ReadModel),
}

impl Place {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Node(node) => node.name(),
            Self::ReadModel(model) => model.name(),
        }
    }

    /// All nodes, then all read models.
    pub fn all() -> impl Iterator<Item = Self> {
        Node::ALL.into_iter().map(Self::Node).chain(ReadModel::ALL.into_iter().map(Self::ReadModel))
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|place| place.name() == name)
    }
}
