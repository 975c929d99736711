using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>Checks and uses in rare code.</summary>
public sealed class RareShapeTests
{
    public static TheoryData<string> Bodies =>
        [
            "YankCommand? c = vm.Supports<YankCommand>() ? new() : null; if (c is not null) { await vm.YankAsync(c); }",
            "var c = vm.Supports<YankCommand>() ? new YankCommand() : null; if (c != null) { await vm.ExecuteAsync(c); }",
            "YankCommand? c = null; if (vm.Supports<YankCommand>()) { c = new(); } if (c is { } d) { await vm.YankAsync(d); }",
            "bool ok = flag; ok = ok && vm.Supports<YankCommand>(); if (ok) { await vm.YankAsync(); }",
            "bool a = vm.Supports<YankCommand>(), b = a; if (b) { await vm.YankAsync(); }",
            "bool a = vm.Supports<YankCommand>(), b = flag; if (a == b) { await [|vm.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>()) { goto yes; } return; yes: await vm.YankAsync();",
            "object?[] list = [vm.Supports<YankCommand>() ? new YankInstance.Chardev() : null, [|new YankInstance.Chardev()|]]; Use(list);",
            "await [|vm.YankAsync(new YankCommand { Instances = [ [|new YankInstance.Chardev()|] ] })|];",
            "if (vm.Supports<YankCommand>()) { await vm.YankAsync(new YankCommand { Instances = [new YankInstance.Chardev()] }); }",
            "while (true) { try { if (!vm.Supports<YankCommand>()) { continue; } await vm.YankAsync(); } finally { Use(); } }",
            "while (flag) { try { if (vm.Supports<YankCommand>()) { break; } } finally { Use(); } } await [|vm.YankAsync()|];",
            "while (true) { try { if (vm.Supports<YankCommand>()) { break; } } finally { Use(); } } await vm.YankAsync();",
            "await Task.WhenAll(Vms.Select(async v => { if (!v.Supports<YankCommand>()) { return; } await v.YankAsync(); }));",
            "await Task.Run(async () => { if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } await [|vm.YankAsync()|]; });",
            "if (vm.Supports<YankCommand>()) { await Task.Run(async () => { await Task.Yield(); await vm.YankAsync(); }); }",
            "await (flag ? Task.CompletedTask : vm.Supports<YankCommand>() ? vm.YankAsync() : Task.CompletedTask);",
            "if (!(vm.Supports<YankCommand>() is bool b && b)) { return; } await vm.YankAsync();",
            "if (vm.Supports<YankCommand>() is true and var ok) { await vm.YankAsync(); Use(ok); }",
            "do { if (!vm.Supports<YankCommand>()) { break; } await vm.YankAsync(); } while (flag);",
            "var anonymous = new { A = vm.Supports<YankCommand>() ? vm.YankAsync() : null, B = [|vm.YankAsync()|] }; Use(anonymous);",
            "var map = new Dictionary<string, Task?> { [\"a\"] = vm.Supports<YankCommand>() ? vm.YankAsync() : [|vm.YankAsync()|] }; Use(map);",
            "await foreach (var e in vm.Supports<DeviceUnplugEvent>() ? vm.Subscribe<DeviceUnplugEvent>() : [|vm.Subscribe<DeviceUnplugEvent>()|]) { }",
            "const RunState state = [|RunState.Paused|]; Use(state);",
            "Use(default(YankInstanceType), (YankInstanceType)2);",
            "foreach (var (v, n) in new[] { (vm, 1) }) { if (!v.Supports<YankCommand>()) { continue; } await v.YankAsync(); Use(n); }",
            "if (vm.Supports<YankCommand>()) { vm ??= other; await [|vm.YankAsync()|]; }",
            "if (TryGet(out var v) && v.Supports<YankCommand>()) { await v.YankAsync(); } bool TryGet(out QemuClient c) { c = other; return true; }",
            "if (s_vm.Supports<YankCommand>()) { Interlocked.Exchange(ref s_vm, other); await [|s_vm.YankAsync()|]; }",
            "if (Vm.Supports<YankCommand>()) { (Vm, flag) = (other, true); await [|Vm.YankAsync()|]; }",
            "if (Next != null && Next.Vm.Supports<YankCommand>()) { Next?.Vm = other; await [|Next!.Vm.YankAsync()|]; }",
            "if (info.Reason?.Length > 0) { Use(info.Reason); } Use(info.Reason?.Length > 0 ? info.Reason : \"\");",
            "string? text; while ((text = info.Reason) != null) { Use(text); }",
            "if (info.Singlestep == true) { Use(info.Singlestep.Value); } if (info.Singlestep is bool b) { Use(info.Singlestep, b); }",
            "if (info.Singlestep != null || flag) { Use([|info.Singlestep|]); }",
            "bool ok = vm.Supports<YankCommand>(); Call(() => ok = flag); if (ok) { await [|vm.YankAsync()|]; }",
            "bool ok = false; Set(); if (ok) { await [|vm.YankAsync()|]; } void Set() { ok = true; } Use(vm.Supports<YankCommand>());",
            "switch (flag) { case true when vm.Supports<YankCommand>(): goto default; case false: return; default: await [|vm.YankAsync()|]; break; }",
            "switch (info) { case { Running: true } when vm.Supports<YankCommand>(): await vm.YankAsync(); break; case var x when flag: Use(x); break; }",
            "System.Linq.Expressions.Expression<Func<object>> e = () => [|new YankCommand()|]; Use(e);",
            "int n = vm.Supports<YankCommand>() ? 1 : 0; if (n == 1) { await [|vm.YankAsync()|]; }",
            "checked { if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } }",
            "try { if (!vm.Supports<YankCommand>()) { throw new Exception(); } await vm.YankAsync(); } catch { await [|vm.YankAsync()|]; } finally { Use(); }",
            "try { } catch (QmpNotSupportedException) when ([|vm.YankAsync()|].IsCompleted) { }",
            "try { try { await vm.YankAsync(); } catch (TimeoutException) { await vm.YankAsync(); } } catch (QmpNotSupportedException) { }",
            "try { try { Use(); } catch (QmpNotSupportedException) { } await [|vm.YankAsync()|]; } catch (QmpException) { }",
            "if (vm.Supports<YankCommand>()) { try { Use(); } finally { Call(() => _ = vm.YankAsync()); } }",
            "bool ok = vm.Supports<YankCommand>(); try { await Task.Delay(1); } catch (Exception) when (ok) { await vm.YankAsync(); }",
            "bool ok = vm.Supports<YankCommand>(); for (int i = 0; ok && i < 3; i++) { await vm.YankAsync(); ok = flag; }",
            "bool ok = vm.Supports<YankCommand>(); for (int i = 0; ok && i < 3; i++) { await vm.YankAsync(); ok &= flag; }",
            "(flag ? vm : other).Supports<YankCommand>(); await [|(flag ? vm : other).YankAsync()|];",
            "_ = vm.Supports<YankCommand>() is var ok ? ok ? vm.YankAsync() : null : null;",
            "if (vm.Supports<YankCommand>()) { } else { throw new Exception(); } await vm.YankAsync();",
            "if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } else { return; } await vm.YankAsync();",
            "bool missing = !vm.Supports<YankCommand>() || !vm.Supports<QueryStatsCommand>(); if (missing) { return; } Use(await vm.QueryStatsAsync(), new YankCommand());",
            "bool missing = !vm.Supports<YankCommand>() && !vm.Supports<QueryStatsCommand>(); if (missing) { return; } Use([|new YankCommand()|]);",
            "Lazy<Task> lazy = new(() => vm.Supports<YankCommand>() ? vm.YankAsync() : [|vm.YankAsync()|]); await lazy.Value;",
            "async Task<bool> Try() { if (!vm.Supports<YankCommand>()) { return false; } await vm.YankAsync(); return true; } await Try();",
            "string mode = vm.Supports(QemuFeatures.BlockdevMirror.Filter) ? \"a\" : \"b\"; Use(new BlockdevMirrorCommand { Device = mode, [|Filter|] = mode });",
            "var c = new BlockdevMirrorCommand { Device = \"a\", Filter = vm?.Supports(QemuFeatures.BlockdevMirror.Filter) == true ? \"a\" : null }; Use(c);",
            "string? f = null; if (vm.Supports(QemuFeatures.BlockdevMirror.Filter)) { f = \"a\"; } Use(new BlockdevMirrorCommand { Device = \"a\", Filter = f ?? null });",
            "Use(new BlockdevMirrorCommand { Device = \"a\", Filter = !flag ? null : vm.Supports(QemuFeatures.BlockdevMirror.Filter) ? \"a\" : default });",
            "if (vm.Supports<DeviceUnplugEvent>()) { await foreach (var e in vm.Subscribe<DeviceUnplugEvent>()) { Use(e.Device, e.Path?.Length, [|e.Path|]); } }",
        ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public Task Shape_ThatIsRare_IsAnalyzed(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [InlineData(
        "static class A { extension(QemuClient v) { public Task Go() => v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]; } }"
    )]
    [InlineData(
        "class A { QemuClient B { get => field.Supports<YankCommand>() ? Go(field.YankAsync()) : field; set; } = null!; static QemuClient Go(Task t) => null!; }"
    )]
    [InlineData(
        "partial class A { [QmpRequires(typeof(YankCommand))] private partial Task B(QemuClient v); private partial Task B(QemuClient v) => v.YankAsync(); }"
    )]
    [InlineData(
        "partial class A { private partial Task B(QemuClient v); [QmpRequires(typeof(YankCommand))] private partial Task B(QemuClient v) => v.YankAsync(); }"
    )]
    [InlineData(
        "interface IA { Task B(QemuClient v) => v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]; }"
    )]
    [InlineData(
        "record struct A(QemuClient V) { Task B() => V.Supports<YankCommand>() ? V.YankAsync() : [|V.YankAsync()|]; }"
    )]
    [InlineData("class A { void B(RunState s = [|RunState.Paused|]) { } }")]
    [InlineData(
        "class A { Func<Task> B(QemuClient v) => v.Supports<YankCommand>() ? () => v.YankAsync() : () => [|v.YankAsync()|]; }"
    )]
    [InlineData(
        "class A { Task B(QemuClient? v) => v?.Supports<YankCommand>() == true ? v.YankAsync() : Task.CompletedTask; }"
    )]
    [InlineData(
        "class A { async Task B(QemuClient v) { await using (v) { try { await [|v.YankAsync()|]; } finally { if (v.Supports<YankCommand>()) { await v.YankAsync(); } } } } }"
    )]
    [InlineData(
        "class A<T> where T : QemuClient { T _v = null!; Task B() => _v.Supports<YankCommand>() ? this._v.YankAsync() : [|_v.YankAsync()|]; }"
    )]
    [InlineData(
        "using static Qemu.RunState; class A { object B(QemuClient v) => v.Supports(Paused) ? Paused : [|Paused|]; }"
    )]
    [InlineData(
        "using Y = Qemu.YankCommand; class A { object B(QemuClient v) => v.Supports<Y>() ? new Y() : [|new Y()|]; }"
    )]
    public Task Member_ThatIsRare_IsAnalyzed(string code) => AnalyzerVerifier.VerifyAsync(code);
}
