//! Acts: each becomes one recorded input, once nothing is wrong with it.

use serde::Serialize;
use uuid::Uuid;

use super::Session;
use super::answers::read_model_named;
use crate::domain::fulfilment::Resolution;
use crate::exchange::limits::TEXT_BYTES_MAX;
use crate::exchange::{CheckedCommand, Code, CommandDraft, FaultDraft, Refused, SettingsDraft, Wire, payload, shown};
use crate::fault::FaultId;
use crate::kernel::MessageId;
use crate::transport::bus::DeadState;
use crate::world::{Input, RebuildStanding, Settings};

/// The number of the first order without an id of its own: `ord-1001`.
pub(super) const FIRST_ORDER: u32 = 1_001;
/// Automatic orders a second, at most.
const TRAFFIC_MAX: f64 = 1_000.0;

/// The message that a command became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    pub message_id: String,
    pub correlation_id: String,
}

/// What a person decides about a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskVerdict(pub Resolution);

impl TaskVerdict {
    const ALL: [(&'static str, Resolution); 3] =
        [("retry", Resolution::Retry), ("done", Resolution::DoneByHand), ("write-off", Resolution::WriteOff)];

    /// # Errors
    /// `unknown-name`.
    pub fn from_name(name: &str) -> Result<Self, Refused> {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, resolution)| Self(resolution)).ok_or_else(|| {
            Refused::new(Code::UnknownName, "verdict", "no such verdict; known are retry, done, write-off")
        })
    }
}

impl Session {
    /// Sends a command from the client. An order without an id gets one, which is recorded like any other.
    ///
    /// # Errors
    /// `bad-command`: what the command alone shows. A refusal by the business is a line of the trace.
    pub fn send(&mut self, draft: &CommandDraft) -> Result<Sent, Refused> {
        let CheckedCommand { command, order, customer } = self.completed(draft).check(Code::BadCommand)?;
        let number = self.act(Input::Send { command, order, customer });
        let id = MessageId::first(self.seed(), u64::from(number)).to_string();
        Ok(Sent { message_id: id.clone(), correlation_id: id })
    }

    /// The draft with the ids that may be left out.
    fn completed(&mut self, draft: &CommandDraft) -> CommandDraft {
        let mut draft = draft.clone();
        if draft.kind == "PlaceOrder" && draft.order_id.is_none() {
            draft.order_id = Some(self.free_order_id());
        }
        if draft.kind == "ChargePayment" && draft.customer_id.is_none() {
            let world = self.world();
            let order = draft.order_id.as_deref().and_then(|id| world.find_order(id));
            let basket = order.and_then(|order| world.orders.get(order.index())?.basket());
            draft.customer_id = basket.map(|basket| world.customer_name(basket.customer).to_owned());
        }
        draft
    }

    /// The first of `ord-1001`, `ord-1002`, … that this run has not met up to the cursor.
    fn free_order_id(&mut self) -> String {
        let id = |number: u32| format!("ord-{number}");
        let world = self.timeline.world();
        let is_taken = |number: u32| world.find_order(&id(number)).is_some();
        let mut number = self.order_hint;
        if number > FIRST_ORDER && !is_taken(number.saturating_sub(1)) {
            number = FIRST_ORDER;
        }
        while is_taken(number) {
            number = number.saturating_add(1);
        }
        self.order_hint = number.saturating_add(1);
        id(number)
    }

    /// Automatic orders a second, with up to three decimals; 0 stops them.
    ///
    /// # Errors
    /// `bad-argument` beyond 0 to 1,000.
    pub fn traffic(&mut self, orders_per_second: f64) -> Result<(), Refused> {
        let per_mille = thousandths(orders_per_second).ok_or_else(|| {
            let reason = "a number from 0 to 1,000 with at most three decimals was expected";
            Refused::new(Code::BadArgument, "ordersPerSecond", format!("{reason}, not {}", shown(orders_per_second)))
        })?;
        self.act(Input::Traffic { per_mille });
        Ok(())
    }

    /// Arms a fault and gives its number.
    ///
    /// # Errors
    /// `bad-fault`.
    pub fn inject(&mut self, draft: &FaultDraft) -> Result<u32, Refused> {
        let world = self.timeline.world();
        let find = |text: &str| {
            let wanted = Uuid::parse_str(text).ok()?;
            world.letters.iter().map(|letter| letter.id).find(|id| id.uuid() == wanted)
        };
        let rule = draft.check(find)?;
        let mut plan = world.faults.clone();
        plan.arm(rule, self.now(), FaultId(u32::MAX)).map_err(|error| {
            let (told, field) = (error.to_string(), error.field());
            let reason = told.strip_prefix(field).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&told);
            Refused::new(Code::BadFault, field, reason)
        })?;
        Ok(self.act(Input::Inject(rule)))
    }

    /// Lifts a fault. False if none of this number is armed: then nothing is recorded.
    pub fn clear(&mut self, fault: FaultId) -> bool {
        let armed = self.world().faults.rule(fault).is_some();
        if armed {
            self.act(Input::Clear(fault));
        }
        armed
    }

    /// Lifts all faults.
    pub fn clear_all(&mut self) {
        self.act(Input::ClearAll);
    }

    /// Changes settings now.
    ///
    /// # Errors
    /// `bad-setting`.
    pub fn set(&mut self, draft: &SettingsDraft) -> Result<Settings, Refused> {
        let settings = draft.check(self.world().settings)?;
        self.act(Input::Set(settings));
        Ok(settings)
    }

    /// A person ends or retries what waits for them. False if no such task is open.
    pub fn resolve(&mut self, task: u32, TaskVerdict(resolution): TaskVerdict) -> bool {
        let open = self.world().open_tasks().any(|(number, _)| number == task);
        if open {
            self.act(Input::Resolve { task, resolution });
        }
        open
    }

    /// Delivers a dead letter again, with a corrected body if one is given. False if no such letter is parked.
    ///
    /// # Errors
    /// A body that the handler could not process either.
    pub fn redrive(&mut self, dead_letter: u32, body: Option<&Wire>) -> Result<bool, Refused> {
        let Some(dead) = self.parked(dead_letter) else { return Ok(false) };
        let parsed = match body {
            Some(Wire::Text(text)) => Some(Wire::from_json(text, TEXT_BYTES_MAX, Code::BadArgument)),
            Some(body) => Some(Ok(body.clone())),
            None => None,
        };
        let named = |refused: Refused| match refused.field.as_str() {
            "" => Refused { field: "body".to_owned(), ..refused },
            _ => refused,
        };
        let parsed = parsed.transpose().map_err(named)?;
        let correction = parsed.map(|body| payload::correction(self.world(), dead, &body)).transpose()?;
        self.act(Input::Redrive { dead_letter, correction });
        Ok(true)
    }

    /// Gives a dead letter up. False if no such letter is parked.
    pub fn discard(&mut self, dead_letter: u32) -> bool {
        let parked = self.parked(dead_letter).is_some();
        if parked {
            self.act(Input::Discard { dead_letter });
        }
        parked
    }

    /// Throws all snapshots away. False if there are none.
    pub fn forget_snapshots(&mut self) -> bool {
        let any = !self.world().snapshots.is_empty();
        if any {
            self.act(Input::ForgetSnapshots);
        }
        any
    }

    /// Builds a read model again from the first event, beside the one that serves, with the code that is deployed. False
    /// if it is being built already.
    ///
    /// # Errors
    /// `unknown-name`.
    pub fn rebuild(&mut self, name: &str) -> Result<bool, Refused> {
        let model = read_model_named(name)?;
        let beside = self.world().rebuilds.beside(model);
        let free = beside.is_none_or(|rebuild| !rebuild.is_under_way());
        if free {
            self.act(Input::Rebuild(model));
        }
        Ok(free)
    }

    /// Lets a second version take over although it says otherwise. False if there is none that waits for that.
    ///
    /// # Errors
    /// `unknown-name`.
    pub fn promote(&mut self, name: &str) -> Result<bool, Refused> {
        let model = read_model_named(name)?;
        let beside = self.world().rebuilds.beside(model);
        let waits = beside.is_some_and(|rebuild| rebuild.standing == RebuildStanding::Differs);
        if waits {
            self.act(Input::Promote(model));
        }
        Ok(waits)
    }

    fn parked(&self, number: u32) -> Option<crate::kernel::MessageNo> {
        let dead = self.world().bus.dead_letter(number)?;
        (dead.state == DeadState::Parked).then_some(dead.message)
    }

    /// Records an input at the cursor and lets it happen. Returns its number.
    pub(super) fn act(&mut self, input: Input) -> u32 {
        let acted = self.timeline.act(input);
        self.replaced = acted.replaced;
        acted.number
    }
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    reason = "a number of outside becomes a whole one: its bounds are checked before, its meaning after"
)]
fn thousandths(number: f64) -> Option<u32> {
    if !(0.0..=TRAFFIC_MAX).contains(&number) {
        return None;
    }
    let thousandths = (number * 1_000.0).round() as u32;
    (f64::from(thousandths) / 1_000.0 == number).then_some(thousandths)
}
