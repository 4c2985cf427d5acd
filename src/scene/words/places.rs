//! What people call the parts of the shop.

use crate::messaging::{Node, Place, ReadModel};

/// The name on the box: "Event store".
pub const fn node_title(node: Node) -> &'static str {
    match node {
        Node::Client => "Client",
        Node::Order => "Order service",
        Node::EventStore => "Event store",
        Node::Bus => "Bus",
        Node::Saga => "Order saga",
        Node::Inventory => "Inventory",
        Node::Payment => "Payment",
        Node::Shipping => "Shipping",
        Node::Notification => "Notification",
        Node::Analytics => "Analytics",
    }
}

/// The name of a lifeline, where room is short: "Order".
pub const fn short_title(node: Node) -> &'static str {
    match node {
        Node::Order => "Order",
        Node::EventStore => "Store",
        Node::Saga => "Saga",
        Node::Notification => "E-mail",
        Node::Client | Node::Bus | Node::Inventory | Node::Payment | Node::Shipping | Node::Analytics => {
            node_title(node)
        }
    }
}

/// "Orders", "Stock levels".
pub const fn read_model_title(model: ReadModel) -> &'static str {
    match model {
        ReadModel::Orders => "Orders",
        ReadModel::Stock => "Stock levels",
        ReadModel::Revenue => "Revenue",
        ReadModel::Customers => "Customers",
    }
}

/// The question that a read model answers.
pub const fn read_model_question(model: ReadModel) -> &'static str {
    match model {
        ReadModel::Orders => "Which orders are there, whose are they, and how far are they?",
        ReadModel::Stock => "How many pieces of each article are on hand, reserved and shipped?",
        ReadModel::Revenue => "How much money came in, and how many orders are in which state?",
        ReadModel::Customers => "How much has each customer spent?",
    }
}

pub const fn place_title(place: Place) -> &'static str {
    match place {
        Place::Node(node) => node_title(node),
        Place::ReadModel(model) => read_model_title(model),
    }
}

/// The part within a sentence: "the event store", "the read model of revenue", "Payment".
pub const fn place_phrase(place: Place) -> &'static str {
    match place {
        Place::Node(node) => node_phrase(node),
        Place::ReadModel(model) => match model {
            ReadModel::Orders => "the read model of orders",
            ReadModel::Stock => "the read model of stock levels",
            ReadModel::Revenue => "the read model of revenue",
            ReadModel::Customers => "the read model of customers",
        },
    }
}

pub const fn node_phrase(node: Node) -> &'static str {
    match node {
        Node::Client => "the client",
        Node::Order => "the order service",
        Node::EventStore => "the event store",
        Node::Bus => "the bus",
        Node::Saga => "the saga",
        Node::Inventory => "inventory",
        Node::Payment => "payment",
        Node::Shipping => "shipping",
        Node::Notification => "notification",
        Node::Analytics => "analytics",
    }
}

/// The phrase at the beginning of a sentence: "The event store".
pub const fn place_opening(place: Place) -> &'static str {
    match place {
        Place::Node(node) => match node {
            Node::Client => "The client",
            Node::Order => "The order service",
            Node::EventStore => "The event store",
            Node::Bus => "The bus",
            Node::Saga => "The saga",
            Node::Inventory | Node::Payment | Node::Shipping | Node::Notification | Node::Analytics => node_title(node),
        },
        Place::ReadModel(model) => match model {
            ReadModel::Orders => "The read model of orders",
            ReadModel::Stock => "The read model of stock levels",
            ReadModel::Revenue => "The read model of revenue",
            ReadModel::Customers => "The read model of customers",
        },
    }
}
