using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>A check guards only uses of the same client.</summary>
public sealed class ClientTests
{
    public static TheoryData<string> Shapes =>
        [
            "if (vm.Supports<YankCommand>()) { await vm.YankAsync(); await [|other.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>()) { await vm.ExecuteAsync(new YankCommand()); await other.ExecuteAsync([|new YankCommand()|]); }",
            "if (vm.Supports<YankCommand>()) { YankCommand c = new(); await other.ExecuteAsync(c); }",
            "if (vm.Supports<DeviceUnplugEvent>()) { Use([|other.Subscribe<DeviceUnplugEvent>()|]); }",
            "if (_vm.Supports<YankCommand>()) { await _vm.YankAsync(); await this._vm.YankAsync(); await [|Vm.YankAsync()|]; }",
            "if (this._vm.Supports<YankCommand>()) { await _vm.YankAsync(); }",
            "if (Vm.Supports<YankCommand>()) { await Vm.YankAsync(); Vm = other; await [|Vm.YankAsync()|]; }",
            "if (s_vm.Supports<YankCommand>()) { await User.s_vm.YankAsync(); }",
            "if (injected.Supports<YankCommand>()) { await injected.YankAsync(); await [|vm.YankAsync()|]; }",
            "if (Next!.Vm.Supports<YankCommand>()) { await Next.Vm.YankAsync(); await [|Vm.YankAsync()|]; }",
            "User user = this; if (user.Vm.Supports<YankCommand>()) { await user.Vm.YankAsync(); }",
            "User user = this; if (user.Vm.Supports<YankCommand>()) { user = Next!; await [|user.Vm.YankAsync()|]; }",
            "if (Next?.Vm.Supports<YankCommand>() == true) { await Next.Vm.YankAsync(); }",
            "if (Get().Supports<YankCommand>()) { await [|Get().YankAsync()|]; }",
            "if (Get().Supports<YankCommand>()) { Use(new YankCommand()); }",
            "if (vm.Supports<YankCommand>()) { vm = other; await [|vm.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>()) { Assign(ref vm); await [|vm.YankAsync()|]; } void Assign(ref QemuClient v) { }",
            "if (vm.Supports<YankCommand>()) { (vm, other) = (other, vm); await [|vm.YankAsync()|]; }",
            "while (vm.Supports<YankCommand>()) { await vm.YankAsync(); vm = other; }",
            "if (vm.Supports<YankCommand>()) { while (flag) { await [|vm.YankAsync()|]; vm = other; } }",
            "if (Vms[0].Supports<YankCommand>()) { await Vms[0].YankAsync(); await [|Vms[1].YankAsync()|]; }",
            "for (int i = 0; i < 2; i++) { if (Vms[i].Supports<YankCommand>()) { await Vms[i].YankAsync(); } }",
            "int i = 0; if (Vms[i].Supports<YankCommand>()) { i++; await [|Vms[i].YankAsync()|]; }",
            "object o = vm; if (o is QemuClient v && v.Supports<YankCommand>()) { await v.YankAsync(); }",
            "object o = vm; if (((QemuClient)o).Supports<YankCommand>()) { await ((QemuClient)o).YankAsync(); }",
            "Task<QemuClient> t = null!; if ((await t).Supports<YankCommand>()) { await (await t).YankAsync(); }",
            "if (vm.Supports<YankCommand>() && vm is { } v) { await [|v.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>()) { await (vm?.YankAsync() ?? Task.CompletedTask); }",
            "if (vm.Supports<YankCommand>()) { await (other?[|.YankAsync()|] ?? Task.CompletedTask); }",
            "if (vm.Supports(QemuFeatures.BlockdevMirror.Filter)) { await vm.BlockdevMirrorAsync(new() { Device = \"a\", Filter = \"b\" }); }",
            "if (vm.Supports(QemuFeatures.BlockdevMirror.Filter)) { await other.BlockdevMirrorAsync(new() { Device = \"a\", [|Filter|] = \"b\" }); }",
            "if (vm.Supports(QemuFeatures.BlockdevMirror.Filter)) { BlockdevMirrorCommand c = new() { Device = \"a\", Filter = \"b\" }; await other.BlockdevMirrorAsync(c); }",
            "if (vm.Supports<BlockdevOptions.Nvme>()) { await other.BlockdevAddAsync([|new BlockdevOptions.Nvme()|]); }",
            "if (vm.Supports(RunState.Paused)) { await vm.SetStateAsync(RunState.Paused); await other.SetStateAsync([|RunState.Paused|]); }",
            "if (vm.Supports<YankCommand>() && other.Supports<YankCommand>()) { await vm.YankAsync(); await other.YankAsync(); }",
            "if (vm.Supports<YankCommand>() || other.Supports<YankCommand>()) { await [|vm.YankAsync()|]; }",
            "foreach (var v in Vms.Where(v => v.Supports<YankCommand>())) { await [|v.YankAsync()|]; }",
        ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Check_OfOneClient_GuardsOnlyThisClient(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [InlineData(
        "class Vm(QmpGen.CodeGeneration.QmpSession s) : QmpClient(s) { Task A(QemuClient v) => v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]; }"
    )]
    [InlineData(
        "class A { Task B<T>(T v) where T : QemuClient => v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]; }"
    )]
    [InlineData(
        "static class A { static object B(this QmpClient v, object o) => v.Expect<ResetEvent>(); static object C<T>(this QmpClient v) => v; static object D(QemuClient v) => [|v.C<YankCommand>()|]; }"
    )]
    public Task Client_OfAnotherType_IsAnalyzed(string code) => AnalyzerVerifier.VerifyAsync(code);
}
