using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>What is a use of a feature, and what is not.</summary>
public sealed class UseTests
{
    public static TheoryData<string> Uses =>
        [
            "Use([|new YankCommand()|]);",
            "YankCommand command = [|new()|]; Use(command);",
            "await vm.ExecuteAsync([|new YankCommand()|]);",
            "await [|vm.YankAsync(new YankCommand())|];",
            "await [|vm.YankAsync(new())|];",
            "Use([|new StatsProvider()|], [|new BlockdevOptions.Nvme()|], [|new YankInstance.Chardev()|]);",
            "Use([|vm.Subscribe<DeviceUnplugEvent>()|]);",
            "Use([|vm.Expect<DeviceUnplugEvent>(e => e.Device == null)|]);",
            "Use([|vm.Expect((DeviceUnplugEvent e) => flag)|]);",
            "Use(vm?[|.Subscribe<DeviceUnplugEvent>()|]);",
            "Func<IQmpCommand<StatsResult>, CancellationToken, Task> f = [|vm.ExecuteAsync<StatsResult>|]; Use(f);",
            "_ = new BlockdevMirrorCommand { Device = \"a\", [|CopyMode|] = MirrorCopyMode.Background };",
            "_ = new BlockdevMirrorCommand { Device = \"a\", [|CopyMode|] = default(MirrorCopyMode) };",
            "BlockdevMirrorCommand c = new() { Device = \"a\" }; _ = c with { [|TargetIsZero|] = flag };",
            "Use([|info.Singlestep|]);",
            "Use($\"{[|info.Reason|]}\", [|info.Reason|]!.Length, [|info.Singlestep|]!.Value);",
            "string? reason = [|info.Reason|]; Use(reason);",
            "RunState state = [|RunState.Paused|]; Use(state);",
            "Use([|RunState.Paused|], new StatusInfo { Status = [|RunState.Paused|] });",
            "await vm.SetStateAsync([|RunState.Paused|]);",
            "Use([|YankInstanceType.Chardev|], [|YankInstanceType.Migration|], [|BlockdevAio.IoUring|]);",
            "Use([|BlockdevAio.IoUring|] | BlockdevAio.Threads);",
            "BitmapRef local = \"a\"!; BitmapRef number = [|5L|]; Use(local, number);",
        ];

    public static TheoryData<string> Others =>
        [
            "Use(typeof(YankCommand), nameof(YankCommand), nameof(vm.YankAsync), nameof(StatusInfo.Reason), nameof(RunState.Paused));",
            "YankCommand? command = null; IReadOnlyList<YankInstance> list = []; RunState state = default; Use(command, list, state);",
            "Use(YankCommand.WireName);",
            "Use(info.Status == RunState.Paused, info.Status != RunState.Paused, RunState.Paused == info.Status);",
            "Use(info.Status is RunState.Paused, info.Status is not (RunState.Paused or RunState.Running));",
            "Use(info.Status.Equals(RunState.Paused), Equals(RunState.Paused, info.Status));",
            "Use((info.Status, flag) == (RunState.Paused, true), (info.Status, flag) is (RunState.Paused, true));",
            "switch (info.Status) { case RunState.Paused: break; case RunState.Running: goto case RunState.Paused; }",
            "Use(info.Status switch { RunState.Paused => 1, _ => 2 });",
            "object o = info; Use(o is YankCommand, o is YankCommand c, o as YankCommand, o is StatusInfo { Reason: null });",
            "object o = info; switch (o) { case DeviceUnplugEvent e: Use(e.Device); break; case YankCommand: break; }",
            "Use(info.Reason is null, info.Reason is not null, info.Reason is { }, info.Reason is { Length: > 1 });",
            "Use(info is { Reason: null }, info is { Reason: \"a\" }, info is { Reason.Length: > 2 });",
            "Use(info.Reason == null, null != info.Reason, info.Reason == \"a\", info.Singlestep == true);",
            "Use(info.Reason ?? \"none\", info.Reason?.Length, info.Reason?.Trim().Length ?? 0);",
            "Use(info.Singlestep.HasValue, info.Singlestep.GetValueOrDefault(), info.Singlestep.GetValueOrDefault(true));",
            "Use(string.IsNullOrEmpty(info.Reason));",
            "Use(info.Reason switch { null => 1, _ => 2 }, info.Singlestep is true);",
            "if (info.Reason is { } reason) { Use(reason); }",
            "if (info.Reason is not null) { Use(info.Reason, info.Reason.Length); }",
            "if (info.Reason == null) { return; } Use(info.Reason);",
            "if (!string.IsNullOrEmpty(info.Reason)) { Use(info.Reason); }",
            "if (info.Singlestep.HasValue) { Use(info.Singlestep.Value); }",
            "if (info is { Reason: not null }) { Use(info.Reason); }",
            "string? reason = info.Reason; if (reason is null) { return; } Use(reason);",
            "string? reason; reason = info.Reason; Use(reason ?? \"none\");",
            "Use(info.Reason != null ? info.Reason : \"none\", info.Reason is null || info.Reason.Length > 1);",
            "_ = new BlockdevMirrorCommand { Device = \"a\", CopyMode = null, TargetIsZero = default, Filter = null! };",
            "_ = new BlockdevMirrorCommand { Device = \"a\", CopyMode = (MirrorCopyMode?)null };",
            "BlockdevMirrorCommand c = new() { Device = \"a\" }; _ = c with { CopyMode = null };",
            "_ = new DeviceUnplugEvent { Device = \"a\" };",
            "StatsResult result = null!; Use(result.Provider);",
            "Use(QemuFeatures.RunState.Paused, vm.Supports(RunState.Paused), vm.Supports(QemuFeatures.BlockdevMirror.CopyMode));",
            "await vm.QueryStatusAsync(); await vm.ExecuteAsync(new QueryStatusCommand()); Use(vm.Subscribe<ResetEvent>());",
            "Use(new List<YankCommand>(), Array.Empty<YankInstance>(), new List<object>().OfType<YankCommand>());",
            "BitmapRef? local = \"a\"; BitmapRef.Local made = new(\"b\"); Use(local, made);",
        ];

    public static TheoryData<string> Checks =>
        [
            "if (vm.Supports<DeviceUnplugEvent>()) { Use(vm.Subscribe<DeviceUnplugEvent>()); }",
            "if (vm.Supports<YankCommand>()) { Use(new YankCommand()); await vm.ExecuteAsync(new YankCommand()); }",
            "if (vm.Supports(RunState.Paused)) { Use(RunState.Paused); }",
            "if (vm.Supports(QemuFeatures.RunState.Paused)) { Use(RunState.Paused); }",
            "if (vm.Supports(QemuFeatures.RunState.Paused)) { Use([|BlockdevAio.IoUring|]); }",
            "if (vm.Supports(QemuFeatures.StatusInfo.Reason)) { Use(info.Reason, [|info.Singlestep|]); }",
            "if (vm.Supports(QemuFeatures.StatusInfo.Singlestep)) { Use(info.Singlestep!.Value); }",
            "if (vm.Supports(QemuFeatures.DeviceUnplug.Path)) { DeviceUnplugEvent e = null!; Use(e.Path); }",
            "if (vm.Supports(QemuFeatures.BlockdevOptionsNvme.Queue)) { _ = new BlockdevOptions.Nvme { Queue = new NvmeQueue() }; }",
            "if (vm.Supports(QemuFeatures.BlockdevOptionsFile.Aio)) { _ = new BlockdevOptions.File { Aio = BlockdevAio.Threads }; }",
            "if (vm.Supports(QemuFeatures.YankInstanceType.Migration)) { Use(YankInstanceType.Migration, YankInstanceType.Chardev); }",
            "RunState state = RunState.Running; if (vm.Supports(state)) { Use([|RunState.Paused|]); }",
            "if (vm.Supports<BitmapRef.Number>()) { BitmapRef r = 5L; Use(r); }",
            "BlockdevMirrorCommand c = new() { Device = \"a\", TargetIsZero = vm.Supports(QemuFeatures.BlockdevMirror.TargetIsZero) ? true : null };",
            "BlockdevMirrorCommand c = new() { Device = \"a\", TargetIsZero = vm.Supports(QemuFeatures.BlockdevMirror.TargetIsZero) ? flag : default(bool?) };",
            "BlockdevMirrorCommand c = new() { Device = \"a\", TargetIsZero = !vm.Supports(QemuFeatures.BlockdevMirror.TargetIsZero) ? null : flag };",
            "BlockdevMirrorCommand c = new() { Device = \"a\", [|TargetIsZero|] = vm.Supports(QemuFeatures.BlockdevMirror.CopyMode) ? flag : null };",
            "BlockdevMirrorCommand c = new() { Device = \"a\", [|TargetIsZero|] = vm.Supports(QemuFeatures.BlockdevMirror.TargetIsZero) };",
            "BlockdevMirrorCommand c = new() { Device = \"a\", [|TargetIsZero|] = vm.Supports(QemuFeatures.BlockdevMirror.TargetIsZero) ? true : false };",
            "BlockdevMirrorCommand c = new() { Device = \"a\", Filter = vm.Supports(QemuFeatures.BlockdevMirror.Filter) ? flag ? \"a\" : null : null };",
            "await vm.BlockdevMirrorAsync(new() { Device = \"a\", Filter = vm.Supports(QemuFeatures.BlockdevMirror.Filter) switch { true => \"a\", false => null } });",
            "await vm.BlockdevAddAsync(vm.Supports<BlockdevOptions.Nvme>() ? new BlockdevOptions.Nvme() : new BlockdevOptions.File());",
            "await vm.BlockdevAddAsync(flag ? [|new BlockdevOptions.Nvme()|] : new BlockdevOptions.File());",
        ];

    [Theory]
    [MemberData(nameof(Uses))]
    public Task Use_WithoutCheck_IsReported(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Mention_ThatIsNotAUse_IsNotReported(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Check_OfTheSameFeature_GuardsTheUse(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [InlineData(
        "class A { void B(YankCommand c, RunState s) { } YankCommand? C { get; } IEnumerable<YankInstance>? _d; }"
    )]
    [InlineData("/// <summary><see cref=\"YankCommand\"/> <see cref=\"RunState.Paused\"/></summary>\nclass A;")]
    [InlineData("class A { const RunState B = [|RunState.Paused|]; }")]
    [InlineData("[System.ComponentModel.DefaultValue(RunState.Paused)] class A;")]
    [InlineData("class A<T> where T : YankInstance; class B : A<YankInstance.Chardev>;")]
    public Task Declaration_OfAnyKind_IsNotAUse(string code) => AnalyzerVerifier.VerifyAsync(code);

    [Fact]
    public Task GeneratedCode_IsNotAnalyzed() =>
        AnalyzerVerifier.VerifyGeneratedAsync(
            "// <auto-generated/>\nclass A { object B() => new Qemu.YankCommand(); }"
        );
}
