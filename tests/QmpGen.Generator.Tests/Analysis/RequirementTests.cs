using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>Annotations move a check to the callers.</summary>
public sealed class RequirementTests
{
    [Theory]
    [InlineData("[QmpRequires(typeof(YankCommand))] static Task M(QemuClient vm) => vm.YankAsync();")]
    [InlineData("[QmpRequires(typeof(DumpSkeysCommand))] static Task M(QemuClient vm) => [|vm.YankAsync()|];")]
    [InlineData(
        "[QmpRequires(QemuFeatures.BlockdevMirror.CopyMode)] object M() => new BlockdevMirrorCommand { Device = \"a\", CopyMode = 0 };"
    )]
    [InlineData("[QmpRequires(RunState.Paused)] RunState M() => RunState.Paused;")]
    [InlineData(
        "[QmpRequires(QemuFeatures.RunState.Paused), QmpRequires(typeof(YankCommand))] object M() => (RunState.Paused, new YankCommand());"
    )]
    [InlineData(
        "[QmpRequires(typeof(YankCommand))] Func<Task> M(QemuClient vm) { Task A() => vm.YankAsync(); return () => A(); }"
    )]
    [InlineData("[QmpRequires(typeof(YankCommand))] Task this[QemuClient vm] => vm.YankAsync();")]
    [InlineData(
        "[QmpRequires(typeof(YankCommand))] object P { get => new YankCommand(); init => Use(new YankCommand()); }"
    )]
    [InlineData("[QmpRequires(typeof(YankCommand))] A() => Use(new YankCommand());")]
    [InlineData(
        "[QmpRequires(typeof(YankCommand))] class B { object _c = new YankCommand(); object D => new YankCommand(); class E { object F() => new YankCommand(); } }"
    )]
    [InlineData("[QmpRequires(typeof(YankCommand))] struct B { object M() => new YankCommand(); }")]
    [InlineData("object P { [QmpRequires(typeof(YankCommand))] get => new YankCommand(); }")]
    public Task Annotation_OnMember_GuardsItsCode(string member) =>
        AnalyzerVerifier.VerifyAsync($"class A {{ static void Use(object o) {{ }} {member} }}");

    [Theory]
    [InlineData("[|Go()|];")]
    [InlineData("[|Go(vm)|]; if (vm.Supports<YankCommand>()) { Go(vm); }")]
    [InlineData("if (vm.Supports<YankCommand>()) { Go(); Use(Property, new Inner(), new Marked()); Marked.Run(); }")]
    [InlineData("if (vm.Supports<YankCommand>()) { [|Go(other)|]; Go(vm); }")]
    [InlineData("if (vm.Supports<YankCommand>()) { vm.Extend(); [|other.Extend()|]; }")]
    [InlineData("if (vm.Supports<YankCommand>()) { Action a = Go; a(); } Action b = [|Go|]; Use(nameof(Go));")]
    [InlineData("Use([|Property|], [|new Inner()|], [|new Marked()|], [|Marked.Run()|]);")]
    [InlineData("Marked? marked = null; [|marked!.Stop()|]; if (vm.Supports<YankCommand>()) { marked.Stop(); }")]
    [InlineData(
        "[|[|Both()|]|]; if (vm.Supports<QueryStatsCommand>()) { [|Both()|]; if (vm.Supports<YankCommand>()) { Both(); } }"
    )]
    [InlineData("Everywhere(); try { Go(); } catch (QmpNotSupportedException) { }")]
    public Task Call_OfAnnotatedMember_NeedsCheck(string body) =>
        AnalyzerVerifier.VerifyAsync(
            $$"""
            static class Extensions { [QmpRequires(typeof(YankCommand))] public static void Extend(this QemuClient v) { } }
            [QmpRequires(typeof(YankCommand))] class Marked { public static object Run() => new(); public void Stop() { } }
            class Inner { [QmpRequires(typeof(YankCommand))] public Inner() { } }
            class User
            {
                [QmpRequires(typeof(YankCommand))] static void Go() { }
                [QmpRequires(typeof(YankCommand))] static void Go(QemuClient v) { }
                [QmpRequires(typeof(YankCommand))] static object Property => new();
                [QmpRequires(typeof(YankCommand)), QmpRequires(typeof(QueryStatsCommand))] static void Both() { }
                [QmpRequires(typeof(QueryStatusCommand))] static void Everywhere() { }
                static void Use(params object[] values) { }
                static void Run(QemuClient vm, QemuClient other) { {{body}} }
            }
            """
        );

    [Theory]
    [InlineData(
        "class Base { [QmpRequires(typeof(YankCommand))] protected Base() { } } class A : Base { A() [|: base()|] { } }"
    )]
    [InlineData(
        "class A { [QmpRequires(typeof(YankCommand))] A() { } A(int n) [|: this()|] { } [QmpRequires(typeof(YankCommand))] A(bool n) : this() { } }"
    )]
    public Task ConstructorInitializer_OfAnnotatedConstructor_NeedsCheck(string code) =>
        AnalyzerVerifier.VerifyAsync(code);
}
