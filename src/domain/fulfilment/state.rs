//! What can be asked of a saga, and the command of each call.

use super::super::Command;
use super::super::inventory::InventoryCommand;
use super::super::order::{Authority, CancelReason, OrderCommand};
use super::super::payment::PaymentCommand;
use super::super::shipping::ShippingCommand;
use super::{
    Call, Compensation, CompensationState, CompensationStatus, Fulfilment, Phase, Step, StepState, StepStatus,
};

impl Fulfilment {
    /// True once nothing can change any more (SG-19). A stuck saga is not terminal: a person can end it.
    pub const fn is_terminal(&self) -> bool {
        matches!(self.phase, Phase::Completed | Phase::Compensated)
    }

    pub const fn step(&self, step: Step) -> StepState {
        let [reserve, charge, create, confirm] = self.steps;
        match step {
            Step::ReserveInventory => reserve,
            Step::ChargePayment => charge,
            Step::CreateShipment => create,
            Step::ConfirmOrder => confirm,
        }
    }

    pub const fn compensation(&self, compensation: Compensation) -> CompensationState {
        let [release, refund, cancel] = self.compensations;
        match compensation {
            Compensation::ReleaseInventory => release,
            Compensation::RefundPayment => refund,
            Compensation::CancelShipment => cancel,
        }
    }

    /// The compensations that gave up and wait for a person.
    pub fn failed_compensations(&self) -> impl Iterator<Item = Compensation> {
        Compensation::ALL
            .into_iter()
            .filter(|compensation| self.compensation(*compensation).status == CompensationStatus::Failed)
    }

    /// The step whose answer is awaited.
    pub fn running_step(&self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| self.step(*step).status == StepStatus::Running)
    }

    /// How often the call was asked for.
    pub const fn attempts(&self, call: Call) -> u8 {
        match call {
            Call::Step(step) => self.step(step).attempts,
            Call::Compensation(compensation) => self.compensation(compensation).attempts,
            Call::CancelOrder => self.cancel_attempts,
        }
    }

    /// The command of a call; none before the saga has started.
    pub fn command(&self, call: Call) -> Option<Command> {
        let lines = self.lines.as_ref()?;
        let order = self.order;
        Some(match call {
            Call::Step(Step::ReserveInventory) => {
                Command::Inventory(InventoryCommand::Reserve { order, lines: lines.clone() })
            }
            Call::Step(Step::ChargePayment) => {
                Command::Payment(PaymentCommand::Charge { order, customer: self.customer, amount: self.total })
            }
            Call::Step(Step::CreateShipment) => Command::Shipping(ShippingCommand::Create { order }),
            Call::Step(Step::ConfirmOrder) => {
                Command::Order(OrderCommand::Confirm { order, authority: Authority::Fulfilment })
            }
            Call::Compensation(Compensation::ReleaseInventory) => {
                Command::Inventory(InventoryCommand::Release { order })
            }
            Call::Compensation(Compensation::RefundPayment) => Command::Payment(PaymentCommand::Refund { order }),
            Call::Compensation(Compensation::CancelShipment) => Command::Shipping(ShippingCommand::Cancel { order }),
            Call::CancelOrder => {
                let reason = self.reason.unwrap_or(CancelReason::CustomerRequest);
                Command::Order(OrderCommand::Cancel { order, reason, authority: Authority::Fulfilment })
            }
        })
    }

    pub(super) const fn step_mut(&mut self, step: Step) -> &mut StepState {
        let [reserve, charge, create, confirm] = &mut self.steps;
        match step {
            Step::ReserveInventory => reserve,
            Step::ChargePayment => charge,
            Step::CreateShipment => create,
            Step::ConfirmOrder => confirm,
        }
    }

    pub(super) const fn compensation_mut(&mut self, compensation: Compensation) -> &mut CompensationState {
        let [release, refund, cancel] = &mut self.compensations;
        match compensation {
            Compensation::ReleaseInventory => release,
            Compensation::RefundPayment => refund,
            Compensation::CancelShipment => cancel,
        }
    }
}
