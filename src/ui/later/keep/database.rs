//! The browser's database: one store of values by name, written in whole saves.
//!
//! The bindings are those of `web-sys`: of the crates around it those that are small cannot ask for strict durability.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use crate::exchange::keep::{Batch, Stored, stamp};

const NAME: &str = "eventarium";
const STORE: &str = "kept";
/// Raised where the store changes, not where what is kept in it does.
const VERSION: u32 = 1;

/// Why a save was not made.
pub enum Failure {
    /// Somebody else has written since.
    Stale,
    /// What the browser says.
    Other(String),
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Other(reason)
    }
}

impl From<JsValue> for Failure {
    fn from(error: JsValue) -> Self {
        Self::Other(told(&error))
    }
}

/// What the browser says about a failure, in a sentence.
pub fn told(error: &JsValue) -> String {
    let read =
        |name: &str| Reflect::get(error, &name.into()).ok().and_then(|text| text.as_string()).unwrap_or_default();
    match read("name").as_str() {
        "QuotaExceededError" => "this browser has no room left for this page".to_owned(),
        "SecurityError" | "InvalidStateError" | "" => "this browser does not let this page keep anything".to_owned(),
        name => format!("the browser's storage failed ({name}: {})", read("message")),
    }
}

#[derive(Clone)]
pub struct Database {
    database: IdbDatabase,
    is_open: Rc<Cell<bool>>,
}

impl Database {
    pub async fn open() -> Result<Self, String> {
        let factory =
            window().indexed_db().ok().flatten().ok_or("this browser does not let this page keep anything")?;
        let request = factory.open_with_u32(NAME, VERSION).map_err(|error| told(&error))?;
        let made = request.clone();
        let make = Closure::once_into_js(move |_: JsValue| {
            let database: Option<IdbDatabase> = made.result().ok().and_then(|made| made.dyn_into().ok());
            // A store that is there already stays.
            let _ = database.map(|database| database.create_object_store(STORE));
        });
        request.set_onupgradeneeded(Some(make.unchecked_ref()));
        let database: IdbDatabase = opened(&request).await.map_err(|error| told(&error))?.unchecked_into();
        let is_open = Rc::new(Cell::new(true));
        let (closing, closed) = (database.clone(), Rc::clone(&is_open));
        // A newer page wants to change the store: it must not wait for this one.
        let close = Closure::<dyn FnMut()>::new(move || {
            closed.set(false);
            closing.close();
        })
        .into_js_value();
        database.set_onversionchange(Some(close.unchecked_ref()));
        database.set_onclose(Some(close.unchecked_ref()));
        Ok(Self { database, is_open })
    }

    pub fn is_open(&self) -> bool {
        self.is_open.get()
    }

    fn begin(&self, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let begin: Function = Reflect::get(&self.database, &"transaction".into())?.unchecked_into();
        let transaction: IdbTransaction =
            begin.call3(&self.database, &STORE.into(), &mode.into(), &options)?.unchecked_into();
        let store = transaction.object_store(STORE)?;
        Ok((transaction, store))
    }

    /// All values of a kept run.
    pub async fn read(&self, id: &str) -> Result<Stored, String> {
        self.read_all(id).await.map_err(|error| told(&error))
    }

    async fn read_all(&self, id: &str) -> Result<Stored, JsValue> {
        let (_, store) = self.begin("readonly")?;
        let range = of(id)?;
        let names = store.get_all_keys_with_key(&range)?;
        let values = store.get_all_with_key(&range)?;
        let (names, values) = (answered(&names), answered(&values));
        let names: Array = names.await?.unchecked_into();
        let values: Array = values.await?.unchecked_into();
        let start = id.len() + 1;
        let pair = |(name, value): (JsValue, JsValue)| {
            let name = name.as_string()?.get(start..)?.to_owned();
            Some((name, value.dyn_into::<Uint8Array>().ok()?.to_vec()))
        };
        Ok(names.iter().zip(values.iter()).filter_map(pair).collect())
    }

    /// The two slots of a kept run's manifest, as far as they are there.
    pub async fn slots(&self, id: &str) -> Result<Stored, String> {
        let read = async {
            let (_, store) = self.begin("readonly")?;
            slots_of(&store, id).await
        };
        read.await.map_err(|error: JsValue| told(&error))
    }

    /// The names of all values, those of all kept runs.
    pub async fn names(&self) -> Result<Vec<String>, String> {
        let read = async {
            let (_, store) = self.begin("readonly")?;
            answered(&store.get_all_keys()?).await
        };
        let names: Array = read.await.map_err(|error: JsValue| told(&error))?.unchecked_into();
        Ok(names.iter().filter_map(|name| name.as_string()).collect())
    }

    /// Writes a save at once, if the stamp is still the one that it expects.
    pub async fn commit(&self, id: &str, batch: &Batch) -> Result<(), Failure> {
        let (transaction, store) = self.begin("readwrite")?;
        let known = slots_of(&store, id).await?;
        if stamp(&known) != batch.expects {
            transaction.abort()?;
            return Err(Failure::Stale);
        }
        let done = finished(&transaction);
        for write in &batch.writes {
            let name = JsValue::from_str(&format!("{id}/{}", write.name));
            match &write.bytes {
                Some(bytes) => store.put_with_key(&Uint8Array::from(bytes.as_slice()), &name)?,
                None => store.delete(&name)?,
            };
        }
        done.await?;
        Ok(())
    }

    pub async fn delete(&self, id: &str) -> Result<(), String> {
        let delete = async {
            let (transaction, store) = self.begin("readwrite")?;
            store.delete(of(id)?.as_ref())?;
            finished(&transaction).await
        };
        delete.await.map(drop).map_err(|error: JsValue| told(&error))
    }
}

async fn slots_of(store: &IdbObjectStore, id: &str) -> Result<Stored, JsValue> {
    let slots = ["a", "b"].map(|slot| (slot, store.get(&format!("{id}/{slot}").into())));
    let mut known = Stored::new();
    for (slot, request) in slots {
        let value = answered(&request?).await?;
        if let Ok(bytes) = value.dyn_into::<Uint8Array>() {
            known.insert(slot.to_owned(), bytes.to_vec());
        }
    }
    Ok(known)
}

/// The names of one kept run: `/` is followed by `0`.
fn of(id: &str) -> Result<IdbKeyRange, JsValue> {
    IdbKeyRange::bound_with_lower_open_and_upper_open(&format!("{id}/").into(), &format!("{id}0").into(), true, true)
}

/// Why a request or a transaction failed.
fn why(failed: &JsValue) -> JsValue {
    Reflect::get(failed, &"error".into()).unwrap_or(JsValue::NULL)
}

/// What a request answers. It is to be asked for at once: later it may have answered already.
fn answered(request: &IdbRequest) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let asked = request.clone();
        let done = Closure::once_into_js(move |_: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &asked.result().unwrap_or(JsValue::UNDEFINED));
        });
        let asked = request.clone();
        let failed = Closure::once_into_js(move |event: web_sys::Event| {
            // Else the page would hear of it as a mistake of its own.
            event.prevent_default();
            let _ = reject.call1(&JsValue::NULL, &why(&asked));
        });
        request.set_onsuccess(Some(done.unchecked_ref()));
        request.set_onerror(Some(failed.unchecked_ref()));
    });
    JsFuture::from(promise)
}

/// The database of a request; a failure where another page holds on to an older one.
fn opened(request: &IdbOpenDbRequest) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let asked = request.clone();
        let done = Closure::once_into_js(move |_: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &asked.result().unwrap_or(JsValue::UNDEFINED));
        });
        let (asked, refuse) = (request.clone(), reject.clone());
        let failed = Closure::once_into_js(move |event: web_sys::Event| {
            event.prevent_default();
            let _ = refuse.call1(&JsValue::NULL, &why(&asked));
        });
        let blocked = Closure::once_into_js(move |_: JsValue| {
            let error = js_sys::Error::new("another tab with an older version of this page has to be closed first");
            error.set_name("Blocked");
            let _ = reject.call1(&JsValue::NULL, &error);
        });
        request.set_onsuccess(Some(done.unchecked_ref()));
        request.set_onerror(Some(failed.unchecked_ref()));
        request.set_onblocked(Some(blocked.unchecked_ref()));
    });
    JsFuture::from(promise)
}

/// The end of a transaction: everything of it is on the disk, or nothing.
fn finished(transaction: &IdbTransaction) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |_: JsValue| drop(resolve.call0(&JsValue::NULL)));
        let asked = transaction.clone();
        let failed = Closure::once_into_js(move |_: JsValue| {
            let _ = reject.call1(&JsValue::NULL, &why(&asked));
        });
        transaction.set_oncomplete(Some(done.unchecked_ref()));
        transaction.set_onabort(Some(failed.unchecked_ref()));
    });
    JsFuture::from(promise)
}
