using Qemu;
using QmpGen;
using Tour;

Show.Title("A tour of QmpGen");

await using Machine machine = Machine.Start();
Show.Fact("machine", machine.Description);

await using QemuClient vm = await QemuClient.ConnectAsync(machine.Endpoint);
Show.Fact("version", $"QEMU {vm.Greeting.Version} {vm.Greeting.Version.Package}");
Show.Fact("out-of-band", vm.OutOfBandEnabled ? "negotiated" : "not offered");

Show.Step("The status", "await vm.QueryStatusAsync()");
try
{
    StatusInfo status = await vm.QueryStatusAsync();
    Show.Result($"RunState.{status.Status}, which is \"{status.Status.WireName}\" on the wire");
}
catch (QmpProtocolException e)
{
    // Newer QEMUs lack a member that the 7.2 schema requires. An untyped call still works.
    Show.Result(e.Message);
    Show.Result((await vm.ExecuteRawAsync("query-status")).ToString());
}

Show.Step(
    "Add a block device",
    "await vm.BlockdevAddAsync(new BlockdevOptions.NullCo { NodeName = \"disk0\", Size = 1L << 30 })"
);
await vm.BlockdevAddAsync(new BlockdevOptions.NullCo { NodeName = "disk0", Size = 1L << 30 });
Show.Result("done");

Show.Step("Find it", "await vm.QueryNamedBlockNodesAsync()");
foreach (BlockDeviceInfo node in await vm.QueryNamedBlockNodesAsync())
{
    Show.Result(
        $"{node.NodeName}: driver {node.Drv}, {node.Image.VirtualSize >> 20} MiB, {(node.Ro ? "read-only" : "read-write")}"
    );
}

Show.Step("Remove it", "await vm.BlockdevDelAsync(\"disk0\")");
await vm.BlockdevDelAsync("disk0");
Show.Result($"{(await vm.QueryNamedBlockNodesAsync()).Count} block devices left");

Show.Step("Await an event", "vm.Expect<StopEvent>(), then await vm.StopAsync()");
using (QmpExpectation<StopEvent> stopped = vm.Expect<StopEvent>())
{
    await vm.StopAsync();
    StopEvent stop = await stopped.WaitAsync(TimeSpan.FromSeconds(10));
    Show.Result($"{StopEvent.WireName} at {stop.Timestamp:HH:mm:ss.ffffff} UTC");
}

Show.Step("Call out-of-band", "await vm.QueryYankAsync(outOfBand: true)");
try
{
    QmpList<YankInstance> instances = await vm.QueryYankAsync(outOfBand: true);
    Show.Result(
        $"{instances.Count} connection(s) that QEMU can cut: {string.Join(", ", instances.Select(Show.Describe))}"
    );
}
catch (QmpNotSupportedException e)
{
    Show.Result(e.Message);
}
catch (QmpCommandException e) when (e.ErrorClass == "CommandNotFound")
{
    Show.Result($"This command needs QEMU 6.0. The reply was: {e.Description}");
}

Show.Step("Catch an error", "await vm.BlockdevDelAsync(\"nope\")");
try
{
    await vm.BlockdevDelAsync("nope");
}
catch (QmpCommandException e)
{
    Show.Result($"{e.ErrorClass}: {e.Description}");
}

Show.End("End of the tour: typed calls, unions, events, out-of-band execution, errors.");
