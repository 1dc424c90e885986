//! The service clock: freeze it, move it, speed it up, or run it until nothing is under way.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_engine::Origin;
use xconnect_engine::clock::ServiceClock;
use xconnect_model::time::duration_of;
use xconnect_model::{ClockSetting, Time};

use crate::App;
use crate::body::Nothing;
use crate::error::{Code, CreateProblems, ListProblems, Problem};
use crate::request::{Asker, Body};

/// The farthest that the clock is moved at once.
const MAX_ADVANCE: Duration = Duration::from_secs(10 * 366 * 86_400);
/// Steps of a dry run when nothing is said, and at most.
const STEPS: u32 = 1_000;
const MAX_STEPS: u32 = 100_000;
/// How long a dry run, or the way of a clock that is moved, may take, in real time.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one of its steps may take.
const STEP_PATIENCE: Duration = Duration::from_secs(10);

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_clock))
        .routes(routes!(freeze_clock))
        .routes(routes!(advance_clock))
        .routes(routes!(set_clock_speed))
        .routes(routes!(run_dry))
}

/// The service clock.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clock)]
struct ClockView {
    /// Service time, which drives life cycles.
    service_time: String,
    /// The machine's time, which dates signatures.
    wall_time: String,
    /// Service seconds a real second; 0 is a frozen clock.
    rate: f64,
    /// Records in a state that ends by itself.
    under_way: usize,
}

/// How far the clock moves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// A number with `ms`, `s`, `m`, `h`, or `d`, such as `8d`; at most ten years.
    duration: String,
}

/// How fast the clock runs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Speed {
    /// Service seconds a real second, 0 to 1,000,000.
    rate: f64,
}

/// How far a dry run goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DryRun {
    /// Steps at most, 1 to 100,000; 1,000 when absent.
    limit: Option<u32>,
}

/// What has come of a dry run.
#[derive(Debug, Serialize, ToSchema)]
struct DryRunOutcome {
    /// Whether nothing is left to do. What waits for an operator, for money, or for a renewal does not count.
    settled: bool,
    /// How often the clock was moved.
    steps: u32,
    clock: ClockView,
}

/// What the service clock shows.
#[utoipa::path(
    get,
    path = "/v1/clock",
    tag = "clock",
    responses((status = 200, description = "The clock", body = ClockView), ListProblems)
)]
async fn get_clock(State(app): State<Arc<App>>) -> Json<ClockView> {
    Json(app.clock_view())
}

/// Stops the service clock where it is.
#[utoipa::path(
    post,
    path = "/v1/clock/freeze",
    tag = "clock",
    request_body = Nothing,
    responses((status = 200, description = "The clock", body = ClockView), CreateProblems)
)]
async fn freeze_clock(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(_): Body<Nothing>,
) -> Result<Json<ClockView>, Problem> {
    app.set_clock(asker.origin("operator:FreezeClock"), ServiceClock::frozen).await?;
    Ok(Json(app.clock_view()))
}

/// Moves the service clock forward; it runs on as before, or stays frozen. On its way it stops wherever something is
/// due, so that what follows from that begins in its own time, too.
#[utoipa::path(
    post,
    path = "/v1/clock/advance",
    tag = "clock",
    request_body = Advance,
    responses((status = 200, description = "The clock", body = ClockView), CreateProblems)
)]
async fn advance_clock(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(body): Body<Advance>,
) -> Result<Json<ClockView>, Problem> {
    let given = duration_of(&body.duration).filter(|by| *by <= MAX_ADVANCE);
    let by = given.ok_or_else(|| {
        Problem::unfit(format!("{:?} is no duration of at most ten years, such as 8d", body.duration))
    })?;
    app.advance(asker.origin("operator:AdvanceClock"), by).await?;
    Ok(Json(app.clock_view()))
}

/// Makes the service clock run this many times as fast as the machine's.
#[utoipa::path(
    post,
    path = "/v1/clock/speed",
    tag = "clock",
    request_body = Speed,
    responses((status = 200, description = "The clock", body = ClockView), CreateProblems)
)]
async fn set_clock_speed(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(body): Body<Speed>,
) -> Result<Json<ClockView>, Problem> {
    let rate = body.rate;
    let setting = move |clock: &ServiceClock| ClockSetting { rate, ..clock.at_rate(1.0) };
    app.set_clock(asker.origin("operator:SetClockSpeed"), setting).await?;
    Ok(Json(app.clock_view()))
}

/// Moves the service clock from step to step until nothing is under way, within bounds of steps and of 30 seconds.
#[utoipa::path(
    post,
    path = "/v1/clock/run-dry",
    tag = "clock",
    request_body = DryRun,
    responses((status = 200, description = "How far it came", body = DryRunOutcome), CreateProblems)
)]
async fn run_dry(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(body): Body<DryRun>,
) -> Result<Json<DryRunOutcome>, Problem> {
    let limit = body.limit.unwrap_or(STEPS);
    if !(1..=MAX_STEPS).contains(&limit) {
        return Err(Problem::unfit(format!("limit is 1 to {MAX_STEPS}")));
    }
    let mut steps = 0;
    let settled = match tokio::time::timeout(PATIENCE, app.run(&asker, limit, &mut steps)).await {
        Ok(settled) => settled?,
        Err(_) => false,
    };
    Ok(Json(DryRunOutcome { settled, steps, clock: app.clock_view() }))
}

impl App {
    fn clock_view(&self) -> ClockView {
        let (state, clock) = (self.engine.state(), self.engine.clock());
        ClockView {
            service_time: clock.now().to_wire(),
            wall_time: clock.wall().to_wire(),
            rate: state.clock.rate,
            under_way: state.under_way(),
        }
    }

    /// Sets the clock to something that depends on what it shows. That goes on when whoever asked has hung up, so
    /// that the next one does not start from what is being changed.
    async fn set_clock<F>(self: &Arc<Self>, origin: Origin, setting: F) -> Result<(), Problem>
    where
        F: FnOnce(&ServiceClock) -> ClockSetting + Send + 'static,
    {
        let app = Arc::clone(self);
        let set = tokio::spawn(async move {
            let _alone = app.clock.lock().await;
            app.engine.set_clock_for(origin, setting(app.engine.clock())).await
        });
        let set = set.await.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        Ok(set?)
    }

    /// Moves the clock forward from step to step: a step is dated when it is seen, and one that follows from it would
    /// begin late if the clock had gone farther. Goes the rest at once when there are too many steps on the way.
    async fn advance(self: &Arc<Self>, origin: Origin, by: Duration) -> Result<(), Problem> {
        let app = Arc::clone(self);
        let advanced = tokio::spawn(async move {
            let _alone = app.clock.lock().await;
            let clock = app.engine.clock();
            let end = clock.now().after(by);
            let on_the_way = async {
                for _ in 0..MAX_STEPS {
                    let Some(next) = app.next_step().await?.filter(|next| *next < end) else { break };
                    let setting = clock.advanced(next.since(clock.now()));
                    app.engine.set_clock_for(Origin::service("AdvanceClock"), setting).await?;
                }
                Ok::<_, Problem>(())
            };
            if let Ok(outcome) = tokio::time::timeout(PATIENCE, on_the_way).await {
                outcome?;
            }
            Ok::<_, Problem>(app.engine.set_clock_for(origin, clock.advanced(end.since(clock.now()))).await?)
        });
        advanced.await.map_err(|error| Problem::new(Code::Internal, error.to_string()))?
    }

    /// Moves the clock to the next step until there is none; false when there are more than the limit.
    async fn run(self: &Arc<Self>, asker: &Asker, limit: u32, steps: &mut u32) -> Result<bool, Problem> {
        loop {
            let Some(next) = self.next_step().await? else { return Ok(true) };
            if *steps == limit {
                return Ok(false);
            }
            let to = move |clock: &ServiceClock| {
                clock.advanced(next.since(clock.now()).max(Duration::from_millis(1)))
            };
            self.set_clock(asker.origin("operator:RunDry"), to).await?;
            *steps += 1;
        }
    }

    /// When there is something to do again, after everything that is due by now.
    async fn next_step(self: &Arc<Self>) -> Result<Option<Time>, Problem> {
        let app = Arc::clone(self);
        let waited = tokio::task::spawn_blocking(move || app.engine.next_step(STEP_PATIENCE)).await;
        let next = waited.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        next.map_err(|error| Problem::new(Code::Unavailable, error.to_string()))
    }
}
