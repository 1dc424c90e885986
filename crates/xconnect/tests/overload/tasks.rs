//! Every connection is a task: however it ends, so does the task.

use crate::support::World;
use crate::support::client::Connection;

#[test]
fn no_task_outlives_its_connection() {
    let world = World::new();
    let alive = || world.block_on(async { tokio::runtime::Handle::current().metrics().num_alive_tasks() });
    let begin = |part: fn(Vec<u8>) -> Vec<u8>| {
        let bytes = part(world.list().all_in_form().signed().bytes());
        let mut connection = world.connect();
        connection.write(&bytes);
        connection
    };
    world.send(&world.list()).success();
    let ways: [fn(Vec<u8>) -> Vec<u8>; 6] = [
        |_| Vec::new(),
        |whole| whole[..20].to_vec(),
        |whole| whole[..whole.len() - 1].to_vec(),
        |whole| whole,
        |whole| whole.repeat(50),
        |_| b"HELO there\r\n\r\n".to_vec(),
    ];
    let at_rest = alive();
    for way in ways {
        let connections: Vec<Connection> = (0..50).map(|_| begin(way)).collect();
        drop(connections);
    }
    world.until("all tasks have ended", |_| alive() <= at_rest);
}
