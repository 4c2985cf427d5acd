//! What the shop sells, and who is known by name.

use super::value::{Money, Sku};

/// One article: its SKU, what people call it and what the form suggests as its price.
pub struct Article {
    pub sku: &'static str,
    pub name: &'static str,
    pub list_price: Money,
}

const fn article(sku: &'static str, name: &'static str, cents: i64) -> Article {
    Article { sku, name, list_price: Money(cents) }
}

/// The ten articles; a [`Sku`] is a place in this list.
pub const ARTICLES: [Article; 10] = [
    article("PROD-456", "Headphones", 12_999),
    article("PROD-112", "Travel mug", 4_999),
    article("PROD-207", "Desk lamp", 3_990),
    article("PROD-318", "Notebook", 799),
    article("PROD-421", "Backpack", 8_450),
    article("PROD-533", "Keyboard", 10_900),
    article("PROD-640", "Water bottle", 1_895),
    article("PROD-702", "Phone stand", 2_250),
    article("PROD-815", "Umbrella", 2_999),
    article("PROD-918", "Camera", 64_900),
];

/// The one currency of the shop.
pub const CURRENCY: &str = "EUR";

/// Pieces of each article on hand at the start.
pub const INITIAL_STOCK: u32 = 1_000;

/// Customers with a name; anybody else is called by the id.
pub const CUSTOMERS: [(&str, &str); 8] = [
    ("cust-441", "Ada"),
    ("cust-107", "Grace"),
    ("cust-232", "Edsger"),
    ("cust-318", "Barbara"),
    ("cust-515", "Leslie"),
    ("cust-604", "Radia"),
    ("cust-729", "Niklaus"),
    ("cust-880", "Frances"),
];

/// The SKU with this text, if the shop sells it.
pub fn sku(text: &str) -> Option<Sku> {
    ARTICLES.iter().position(|article| article.sku == text).and_then(|place| u8::try_from(place).ok()).map(Sku)
}

/// The article behind a SKU.
pub fn article_of(sku: Sku) -> Option<&'static Article> {
    ARTICLES.get(usize::from(sku.0))
}

/// The name of a known customer.
pub fn customer_name(id: &str) -> Option<&'static str> {
    CUSTOMERS.iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
}
