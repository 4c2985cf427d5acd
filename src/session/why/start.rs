//! Where to begin to fold a long log: at what the run had folded of it before.

use crate::event_store::GlobalPosition;
use crate::messaging::ReadModel;
use crate::session::Session;
use crate::world::{Fold, Input, RecordedInput, Settings, Upcasting};

impl Session {
    /// The latest state that is kept of a read model, or of the warehouse, from before the event at a position, if there is
    /// one: with as many events folded. They are the beginning of the log at the cursor, folded plainly by the code that
    /// serves now.
    pub(super) fn start_before(
        &self,
        position: GlobalPosition,
        model: Option<ReadModel>,
    ) -> Option<(&Fold, GlobalPosition)> {
        let world = self.world();
        let settings = &self.timeline().record().settings;
        let fits = |(fold, inputs): &(&Fold, &[RecordedInput])| {
            model.is_none_or(|model| fold.rebuilds.version(model) == world.rebuilds.version(model))
                && reads_soundly(settings)
                && inputs.iter().all(|recorded| is_plain(&recorded.input))
        };
        let mut folds = self.timeline().folds(position).filter(fits).map(|(fold, _)| (fold, folded_to(fold, model)));
        folds.find(|(fold, to)| world.store.common_with(&fold.store) >= to.index())
    }

    /// True if no stored event was rewritten on the way to the cursor.
    pub(super) fn was_rewritten(&self) -> bool {
        let inputs = self.timeline().inputs().iter();
        inputs
            .map(|recorded| &recorded.input)
            .any(|input| matches!(input, Input::Edit(_) | Input::Replace(_) | Input::ReplaceStream(_)))
    }
}

/// How far the log is folded there: a read model may lag behind.
fn folded_to(fold: &Fold, model: Option<ReadModel>) -> GlobalPosition {
    let checkpoint = model.map(|model| u32::try_from(fold.models.checkpoint(model).0).unwrap_or(u32::MAX));
    checkpoint.map_or(fold.store.end(), GlobalPosition)
}

/// With the faulty upcaster a read model says otherwise than its events.
fn reads_soundly(settings: &Settings) -> bool {
    settings.history.upcasting != Upcasting::Faulty
}

/// True for an input after which everything is still the fold of the log as it was written.
fn is_plain(input: &Input) -> bool {
    match input {
        Input::Edit(_) | Input::Replace(_) | Input::ReplaceStream(_) => false,
        Input::Set(settings) => reads_soundly(settings),
        Input::Send { .. }
        | Input::Traffic { .. }
        | Input::Inject(_)
        | Input::Clear(_)
        | Input::ClearAll
        | Input::Resolve { .. }
        | Input::Redrive { .. }
        | Input::Discard { .. }
        | Input::ForgetSnapshots
        | Input::Import(_)
        | Input::Rebuild(_)
        | Input::Promote(_) => true,
    }
}
