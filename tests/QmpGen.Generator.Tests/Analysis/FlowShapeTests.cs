using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>Checks and uses in all kinds of statements and expressions.</summary>
public sealed class FlowShapeTests
{
    public static TheoryData<string> Conditions =>
        [
            "if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } else { await [|vm.YankAsync()|]; }",
            "if (!vm.Supports<YankCommand>()) { await [|vm.YankAsync()|]; } else { await vm.YankAsync(); }",
            "if (flag && vm.Supports<YankCommand>() && info.Running) { await vm.YankAsync(); }",
            "if (flag || vm.Supports<YankCommand>()) { await [|vm.YankAsync()|]; }",
            "if (flag & vm.Supports<YankCommand>()) { await vm.YankAsync(); }",
            "if (!(flag | !vm.Supports<YankCommand>())) { await vm.YankAsync(); }",
            "if (!(!vm.Supports<YankCommand>() || flag)) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() == true) { await vm.YankAsync(); }",
            "if (true == vm.Supports<YankCommand>()) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() != false) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() != true) { return; } await vm.YankAsync();",
            "if (vm.Supports<YankCommand>() is true) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() is not true) { return; } await vm.YankAsync();",
            "if (vm.Supports<YankCommand>() is not false) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() is true or false) { await [|vm.YankAsync()|]; }",
            "if (((vm.Supports<YankCommand>()))) { await vm.YankAsync(); }",
            "if ((bool)vm.Supports<YankCommand>()) { await vm.YankAsync(); }",
            "if ((bool?)vm.Supports<YankCommand>() == true) { await vm.YankAsync(); }",
            "if ((bool?)vm.Supports<YankCommand>() ?? false) { await vm.YankAsync(); }",
            "if ((vm?.Supports<YankCommand>()) == true) { await vm.YankAsync(); }",
            "if (vm?.Supports<YankCommand>() is true) { await vm.YankAsync(); }",
            "if (vm?.Supports<YankCommand>() ?? false) { await vm.YankAsync(); }",
            "if (vm?.Supports<YankCommand>() ?? true) { await [|vm.YankAsync()|]; }",
            "if (vm?.Supports<YankCommand>() != true) { return; } await vm.YankAsync();",
            "if (vm?.Supports<YankCommand>() != false) { await [|vm.YankAsync()|]; }",
            "if ((vm?.Supports<YankCommand>()).GetValueOrDefault()) { await vm.YankAsync(); }",
            "if (flag) { if (vm.Supports<YankCommand>()) { if (info.Running) { await vm.YankAsync(); } } }",
            "if (flag ? vm.Supports<YankCommand>() : false) { await vm.YankAsync(); }",
            "if (flag ? vm.Supports<YankCommand>() : info.Running) { await [|vm.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>() ? flag : false) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() is var ok && ok) { await vm.YankAsync(); }",
            "if (vm.Supports<YankCommand>() is bool ok && flag) { await [|vm.YankAsync()|]; Use(ok); }",
            "if (Do(vm.Supports<YankCommand>())) { await [|vm.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>() && vm.Supports<QueryStatsCommand>()) { await vm.QueryStatsAsync(); }",
            "if (vm.Supports<YankCommand>() || vm.Supports<DumpSkeysCommand>()) { await [|vm.YankAsync()|]; }",
            """
                if (vm.Supports<YankCommand>()) { await vm.YankAsync(); }
                else if (vm.Supports<DumpSkeysCommand>()) { await vm.DumpSkeysAsync(); await [|vm.YankAsync()|]; }
                """,
            "if (!vm.Supports<YankCommand>() && flag) { return; } await [|vm.YankAsync()|];",
            "if (!vm.Supports<YankCommand>() || flag) { return; } await vm.YankAsync();",
            "_ = $\"{(vm.Supports<YankCommand>() ? vm.YankAsync() : null)} {[|vm.YankAsync()|]}\";",
            "if (vm.Supports(\"yank\")) { await [|vm.YankAsync()|]; }",
            "System.Diagnostics.Debug.Assert(vm.Supports<YankCommand>()); await [|vm.YankAsync()|];",
            "_ = (vm.Supports<YankCommand>() && flag) switch { true => vm.YankAsync(), false => [|vm.YankAsync()|] };",
            "if ((vm.Supports<YankCommand>(), flag) == (true, true)) { await [|vm.YankAsync()|]; }",
            "if ((vm.Supports<YankCommand>(), flag) is (true, _)) { await vm.YankAsync(); }",
        ];

    public static TheoryData<string> Jumps =>
        [
            "if (!vm.Supports<YankCommand>()) return; await vm.YankAsync();",
            "if (!vm.Supports<YankCommand>()) { if (flag) { return; } throw new Exception(); } await vm.YankAsync();",
            "if (!vm.Supports<YankCommand>()) { if (flag) { return; } } await [|vm.YankAsync()|];",
            "_ = vm.Supports<YankCommand>() ? 1 : throw new Exception(); await vm.YankAsync();",
            "_ = flag ? 1 : throw new Exception(); await [|vm.YankAsync()|];",
            "foreach (var v in Vms) { if (!v.Supports<YankCommand>()) { continue; } await v.YankAsync(); }",
            "foreach (var v in Vms) { if (v.Supports<YankCommand>()) { continue; } await [|v.YankAsync()|]; }",
            "foreach (var v in Vms) { if (!v.Supports<YankCommand>()) { break; } await v.YankAsync(); }",
            "foreach (var v in Vms) { if (!v.Supports<YankCommand>()) { break; } } await [|vm.YankAsync()|];",
            "foreach (var v in Vms) { if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } await [|vm.YankAsync()|]; }",
            "while (vm.Supports<YankCommand>()) { await vm.YankAsync(); } await [|vm.YankAsync()|];",
            "while (!vm.Supports<YankCommand>()) { await Task.Delay(1); } await vm.YankAsync();",
            "while (true) { if (!vm.Supports<YankCommand>()) { break; } await vm.YankAsync(); }",
            "while (true) { if (vm.Supports<YankCommand>()) { break; } } await vm.YankAsync();",
            "while (flag) { if (vm.Supports<YankCommand>()) { break; } } await [|vm.YankAsync()|];",
            "do { await [|vm.YankAsync()|]; } while (vm.Supports<YankCommand>());",
            "do { await Task.Delay(1); } while (!vm.Supports<YankCommand>()); await vm.YankAsync();",
            "for (int i = 0; i < 3 && vm.Supports<YankCommand>(); i++) { await vm.YankAsync(); }",
            "for (int i = 0; i < 3; i++) { await [|vm.YankAsync()|]; if (!vm.Supports<YankCommand>()) { return; } }",
            "for (; vm.Supports<YankCommand>(); await vm.YankAsync()) { }",
            "if (!vm.Supports<YankCommand>()) { goto end; } await vm.YankAsync(); end: Use();",
            "if (!vm.Supports<YankCommand>()) { goto end; } Use(); end: await [|vm.YankAsync()|];",
            "again: if (!vm.Supports<YankCommand>()) { goto again; } await vm.YankAsync();",
            "if (!vm.Supports<YankCommand>()) { Environment.FailFast(\"\"); } await vm.YankAsync();",
            "if (!vm.Supports<YankCommand>()) { Use(); } await [|vm.YankAsync()|];",
            "foreach (int i in new[] { vm.Supports<YankCommand>() ? 1 : 2 }) { await [|vm.YankAsync()|]; }",
        ];

    public static TheoryData<string> Exceptions =>
        [
            "if (vm.Supports<YankCommand>()) { try { await vm.YankAsync(); } catch (Exception) { await vm.YankAsync(); } }",
            "try { if (!vm.Supports<YankCommand>()) { return; } } finally { Use(); } await vm.YankAsync();",
            "try { if (!vm.Supports<YankCommand>()) { return; } } catch (Exception) { } await [|vm.YankAsync()|];",
            "try { if (!vm.Supports<YankCommand>()) { return; } } catch (Exception) { throw; } await vm.YankAsync();",
            "try { if (!vm.Supports<YankCommand>()) { return; } } catch (Exception) { return; } await vm.YankAsync();",
            "try { Use(); } finally { if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } }",
            "try { Use(); } finally { if (!vm.Supports<YankCommand>()) { throw new Exception(); } } await vm.YankAsync();",
            "try { Use(); } finally { Use(vm.Supports<YankCommand>()); } await [|vm.YankAsync()|];",
            "try { try { Use(); } finally { await [|vm.YankAsync()|]; } } catch (Exception) { Use(vm.Supports<YankCommand>()); }",
            """
                if (!vm.Supports<YankCommand>()) { return; }
                try { try { Use(); } catch (Exception) when (flag) { await vm.YankAsync(); } }
                finally { try { await vm.YankAsync(); } finally { await vm.YankAsync(); } }
                """,
            "try { Use(); } catch (Exception) when (vm.Supports<YankCommand>()) { await vm.YankAsync(); }",
            "try { Use(); } catch (Exception) when (flag) { await [|vm.YankAsync()|]; }",
            "try { Use(); } catch (Exception) when (!vm.Supports<YankCommand>()) { await [|vm.YankAsync()|]; }",
            "try { await vm.YankAsync(); } catch (QmpNotSupportedException e) when (flag) { Use(e); }",
            "try { await vm.YankAsync(); } catch (InvalidOperationException) { } catch (QmpNotSupportedException) { }",
            "try { await [|vm.YankAsync()|]; } catch (Exception) { }",
            "try { await [|vm.YankAsync()|]; } catch { }",
            "try { await [|vm.YankAsync()|]; } catch (QmpException) { }",
            "try { Use(); } catch (QmpNotSupportedException) { await [|vm.YankAsync()|]; }",
            "try { Use(); } catch (QmpNotSupportedException) { } await [|vm.YankAsync()|];",
            "try { try { await vm.YankAsync(); } finally { await vm.YankAsync(); } } catch (QmpNotSupportedException) { }",
            "try { Use(); } catch (QmpNotSupportedException) { } finally { await [|vm.YankAsync()|]; }",
            "try { foreach (var v in Vms) { if (flag) { await v.YankAsync(); } } } catch (QmpNotSupportedException) { }",
            "try { await CallAsync(() => vm.YankAsync()); } catch (QmpNotSupportedException) { }",
            "using (new CancellationTokenSource()) { if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } }",
            "using var c = new CancellationTokenSource(); if (!vm.Supports<YankCommand>()) { return; } await vm.YankAsync();",
            "using var c = new CancellationTokenSource(); if (!flag) { return; } await [|vm.YankAsync()|];",
            "if (vm.Supports<YankCommand>()) { using var c = new CancellationTokenSource(); await vm.YankAsync(); }",
            "await using (vm) { if (!vm.Supports<YankCommand>()) { return; } await vm.YankAsync(); }",
            "await using var v = Get(); if (!v.Supports<YankCommand>()) { return; } await v.YankAsync();",
            "await using var v = Get(); if (v.Supports<YankCommand>()) { return; } await [|v.YankAsync()|];",
            "Task t; lock (this) { if (!vm.Supports<YankCommand>()) { return; } t = vm.YankAsync(); } await vm.YankAsync();",
            "lock (this) { _ = [|vm.YankAsync()|]; if (!vm.Supports<YankCommand>()) { return; } } await vm.YankAsync();",
            """
                bool ok = false;
                try { ok = vm.Supports<YankCommand>(); } finally { if (ok) { await vm.YankAsync(); } }
                if (ok) { await vm.YankAsync(); }
                """,
            """
                bool ok = vm.Supports<YankCommand>();
                try { Use(); } finally { ok = flag; }
                if (ok) { await [|vm.YankAsync()|]; }
                """,
            """
                if (!vm.Supports<YankCommand>()) { return; }
                try { Use(); } finally { vm = other; }
                await [|vm.YankAsync()|];
                """,
            """
                if (!vm.Supports<YankCommand>()) { return; }
                try { vm = other; Use(); } catch (Exception) { await [|vm.YankAsync()|]; }
                """,
        ];

    public static TheoryData<string> Locals =>
        [
            "var ok = vm.Supports<YankCommand>() && flag; if (ok) { await vm.YankAsync(); }",
            "var ok = vm.Supports<YankCommand>() || flag; if (ok) { await [|vm.YankAsync()|]; }",
            "var not = !vm.Supports<YankCommand>(); if (not) { return; } await vm.YankAsync();",
            "var ok = vm.Supports<YankCommand>(); if (!ok) { return; } await vm.YankAsync();",
            "var ok = vm.Supports<YankCommand>(); var both = ok && flag; if (both) { await vm.YankAsync(); }",
            "var ok = vm.Supports<YankCommand>(); if (ok is false) { return; } await vm.YankAsync();",
            "bool ok; ok = vm.Supports<YankCommand>(); if (ok) { await vm.YankAsync(); }",
            "bool ok; if (ok = vm.Supports<YankCommand>()) { await vm.YankAsync(); } Use(ok);",
            "bool ok = flag; ok &= vm.Supports<YankCommand>(); if (ok) { await vm.YankAsync(); }",
            "bool ok = flag; ok |= vm.Supports<YankCommand>(); if (ok) { await [|vm.YankAsync()|]; }",
            "bool ok = false; if (flag) { ok = vm.Supports<YankCommand>(); } if (ok) { await vm.YankAsync(); }",
            "bool ok = true; if (flag) { ok = vm.Supports<YankCommand>(); } if (ok) { await [|vm.YankAsync()|]; }",
            "bool ok = false; if (vm.Supports<YankCommand>()) { ok = true; } if (ok) { await vm.YankAsync(); }",
            "bool ok = false; if (flag) { ok = true; } if (ok) { await [|vm.YankAsync()|]; }",
            "bool? ok = vm.Supports<YankCommand>(); if (ok == true) { await vm.YankAsync(); }",
            "bool? ok = vm?.Supports<YankCommand>(); if (ok.HasValue && ok.Value) { await vm!.YankAsync(); }",
            "bool? ok = flag ? vm.Supports<YankCommand>() : null; if (ok ?? false) { await vm.YankAsync(); }",
            "bool ok = vm.Supports<YankCommand>(); while (flag) { if (ok) { await vm.YankAsync(); } }",
            "bool ok = vm.Supports<YankCommand>(); while (flag) { if (ok) { await [|vm.YankAsync()|]; } ok = flag; }",
            "(bool ok, bool b) = (vm.Supports<YankCommand>(), flag); if (ok) { await vm.YankAsync(); } Use(b);",
            "(bool ok, bool b) = (vm.Supports<YankCommand>(), flag); if (b) { await [|vm.YankAsync()|]; } Use(ok);",
            "bool ok = vm.Supports<YankCommand>(); Set(out ok); if (ok) { await [|vm.YankAsync()|]; } "
                + "static void Set(out bool b) => b = true;",
            "flag = vm.Supports<YankCommand>(); if (flag) { await vm.YankAsync(); }",
            "bool ok = vm.Supports<YankCommand>(); vm = other; if (ok) { await [|vm.YankAsync()|]; }",
            "string? mode = vm.Supports<YankCommand>() ? \"a\" : null; if (mode != null) { await vm.YankAsync(); }",
            "string? mode = vm.Supports<YankCommand>() ? \"a\" : null; if (mode is { }) { await vm.YankAsync(); }",
            "string? mode = vm.Supports<YankCommand>() ? \"a\" : null; if (mode is null) { return; } await vm.YankAsync();",
            "string? mode = vm.Supports<YankCommand>() ? null : \"a\"; if (mode is null) { await vm.YankAsync(); }",
            "string? mode = flag ? \"a\" : null; if (mode is null) { return; } await [|vm.YankAsync()|];",
            "int? n = vm.Supports<YankCommand>() ? 1 : null; if (n.HasValue) { await vm.YankAsync(); }",
            "int? n = vm.Supports<YankCommand>() ? 1 : null; if (n is int x) { await vm.YankAsync(); Use(x); }",
            "var task = vm.Supports<YankCommand>() ? vm.YankAsync() : null; if (task is not null) { await vm.YankAsync(); }",
            """
                MirrorCopyMode? mode = null;
                if (vm.Supports(QemuFeatures.BlockdevMirror.CopyMode)) { mode = MirrorCopyMode.Background; }
                _ = new BlockdevMirrorCommand { Device = "a", CopyMode = mode };
                """,
            """
                MirrorCopyMode? mode = null;
                if (flag) { mode = MirrorCopyMode.Background; }
                _ = new BlockdevMirrorCommand { Device = "a", [|CopyMode|] = mode };
                """,
            """
                var command = new BlockdevMirrorCommand { Device = "a" };
                if (vm.Supports(QemuFeatures.BlockdevMirror.CopyMode)) { command = command with { CopyMode = default(MirrorCopyMode) }; }
                command = command with { [|CopyMode|] = MirrorCopyMode.Background };
                """,
            "const bool No = false; if (No || vm.Supports<YankCommand>()) { await vm.YankAsync(); }",
        ];

    public static TheoryData<string> Switches =>
        [
            "switch (vm.Supports<YankCommand>()) { case true: await vm.YankAsync(); break; default: await [|vm.YankAsync()|]; break; }",
            "switch (vm.Supports<YankCommand>()) { case false: return; } await vm.YankAsync();",
            "switch (vm.Supports<YankCommand>()) { case true when flag: await vm.YankAsync(); break; case false: break; }",
            "switch (info.Status) { case RunState.Running when vm.Supports<YankCommand>(): await vm.YankAsync(); break; }",
            "switch (info.Status) { case RunState.Running when flag: await [|vm.YankAsync()|]; break; }",
            "await (vm.Supports<YankCommand>() switch { true => vm.YankAsync(), false => Task.CompletedTask });",
            "await (vm.Supports<YankCommand>() switch { false => Task.CompletedTask, _ => vm.YankAsync() });",
            "await (vm.Supports<YankCommand>() switch { true => Task.CompletedTask, _ => [|vm.YankAsync()|] });",
            "await (info.Status switch { _ when vm.Supports<YankCommand>() => vm.YankAsync(), _ => [|vm.YankAsync()|] });",
            "await (flag switch { true when vm.Supports<YankCommand>() => vm.YankAsync(), _ => Task.CompletedTask });",
            "await ((vm.Supports<YankCommand>(), flag) switch { (true, _) => vm.YankAsync(), _ => [|vm.YankAsync()|] });",
            "await ((vm.Supports<YankCommand>(), flag) switch { (_, true) => [|vm.YankAsync()|], _ => Task.CompletedTask });",
            "switch ((flag, vm.Supports<YankCommand>())) { case (true, true): await vm.YankAsync(); break; }",
            "bool ok = vm.Supports<YankCommand>(); switch (ok) { case true: await vm.YankAsync(); goto case false; case false: break; }",
            "bool ok = vm.Supports<YankCommand>(); switch (ok) { case true: goto case false; case false: await [|vm.YankAsync()|]; break; }",
            "_ = (flag ? vm.Supports<YankCommand>() : false) switch { true => vm.YankAsync(), _ => null };",
            "object o = info; switch (o) { case StatusInfo { Running: true } when vm.Supports<YankCommand>(): await vm.YankAsync(); break; }",
        ];

    public static TheoryData<string> Functions =>
        [
            "if (vm.Supports<YankCommand>()) { Call(() => { _ = vm.YankAsync(); }); } Call(() => { _ = [|vm.YankAsync()|]; });",
            "Call(() => { if (vm.Supports<YankCommand>()) { _ = vm.YankAsync(); } });",
            "Call(delegate { if (vm.Supports<YankCommand>()) { _ = vm.YankAsync(); } else { _ = [|vm.YankAsync()|]; } });",
            "await CallAsync(async () => { if (!vm.Supports<YankCommand>()) { return; } await vm.YankAsync(); });",
            "await CallAsync(async () => { if (!flag) { return; } await [|vm.YankAsync()|]; });",
            "if (vm.Supports<YankCommand>()) { await CallAsync(() => CallAsync(() => vm.YankAsync())); }",
            "Func<QemuClient, Task> f = static v => v.Supports<YankCommand>() ? v.YankAsync() : Task.CompletedTask; await f(vm);",
            "Func<QemuClient, Task> f = static v => [|v.YankAsync()|]; if (vm.Supports<YankCommand>()) { await f(vm); }",
            "if (vm.Supports<YankCommand>()) { Func<Task> f = () => vm.YankAsync(); await f(); }",
            "if (vm.Supports<YankCommand>()) { Func<CancellationToken, Task> f = vm.YankAsync; await f(default); }",
            "Func<CancellationToken, Task> f = [|vm.YankAsync|]; if (vm.Supports<YankCommand>()) { await f(default); }",
            "if (vm.Supports<YankCommand>()) { await Go(); } Task Go() => vm.YankAsync();",
            "if (vm.Supports<YankCommand>()) { await Go(); } await Go(); Task Go() => [|vm.YankAsync()|];",
            "await Go(); async Task Go() { if (!vm.Supports<YankCommand>()) { return; } await vm.YankAsync(); }",
            "await Go(); if (vm.Supports<YankCommand>()) { await Go(); } async Task Go() { await [|vm.YankAsync()|]; }",
            "if (vm.Supports<YankCommand>()) { await A(); } Task A() => B(); Task B() => vm.YankAsync();",
            "if (vm.Supports<YankCommand>()) { await A(); } await B(); Task A() => B(); Task B() => [|vm.YankAsync()|];",
            "if (vm.Supports<YankCommand>()) { await A(2); } async Task A(int n) { await vm.YankAsync(); if (n > 0) { await A(n - 1); } }",
            "if (vm.Supports<YankCommand>()) { await CallAsync(Go); } Task Go() => vm.YankAsync();",
            "await CallAsync(Go); if (vm.Supports<YankCommand>()) { await Go(); } Task Go() => [|vm.YankAsync()|];",
            "Use(vm.Supports<YankCommand>()); Task Go() => [|vm.YankAsync()|];",
            "if (vm.Supports<YankCommand>()) { await CallAsync(() => Go()); } Task Go() => vm.YankAsync();",
            "bool ok = vm.Supports<YankCommand>(); await Go(); Task Go() => ok ? vm.YankAsync() : Task.CompletedTask;",
            "bool ok = vm.Supports<YankCommand>(); await CallAsync(() => ok ? vm.YankAsync() : [|vm.YankAsync()|]);",
            "await Go(vm); static Task Go(QemuClient v) => v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|];",
            "_ = Vms.Where(v => v.Supports<YankCommand>() && v.YankAsync().IsCompleted).ToArray();",
            "_ = (from v in Vms select v.Supports<YankCommand>() ? v.YankAsync() : null).ToArray();",
            "_ = (from v in Vms where v.Supports<YankCommand>() select [|v.YankAsync()|]).ToArray();",
            "if (vm.Supports<YankCommand>()) { _ = (from v in Vms select vm.YankAsync()).ToArray(); }",
            "_ = (from v in Vms select [|vm.YankAsync()|]).ToArray(); Use(vm.Supports<YankCommand>());",
            "bool Has() => vm.Supports<YankCommand>(); if (Has()) { await [|vm.YankAsync()|]; }",
            "await [|Go()|]; [QmpRequires(typeof(YankCommand))] Task Go() => vm.YankAsync();",
            "if (vm.Supports<YankCommand>()) { await Go(); } [QmpRequires(typeof(YankCommand))] Task Go() => vm.YankAsync();",
            "var f = [QmpRequires(typeof(YankCommand))] () => vm.YankAsync(); await f();",
        ];

    [Theory]
    [MemberData(nameof(Conditions))]
    public Task Condition_ThatIsACheck_GuardsItsBranch(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Jumps))]
    public Task Jump_WithoutFeature_GuardsTheRest(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Exceptions))]
    public Task Handler_OfExceptions_HasFactsOfAllPaths(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Locals))]
    public Task Local_WithCheck_GuardsUntilItChanges(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Switches))]
    public Task Switch_OnCheck_GuardsItsCases(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [MemberData(nameof(Functions))]
    public Task Function_InsideMember_HasFactsOfItsCallers(string body) => AnalyzerVerifier.VerifyBodyAsync(body);

    [Theory]
    [InlineData("if (vm.Supports<YankCommand>()) { yield return vm.YankAsync(); } yield return [|vm.YankAsync()|];")]
    [InlineData("if (!vm.Supports<YankCommand>()) { yield break; } yield return vm.YankAsync();")]
    public Task Iterator_WithCheck_IsGuarded(string body) =>
        AnalyzerVerifier.VerifyBodyAsync(body, "IEnumerable<Task>");

    [Theory]
    [InlineData(
        """
            await foreach (var e in vm.Subscribe<ResetEvent>())
            {
                if (!vm.Supports<YankCommand>()) { continue; }
                await vm.YankAsync();
                yield return e;
            }
            """
    )]
    [InlineData("await foreach (var e in vm.Subscribe<ResetEvent>()) { await [|vm.YankAsync()|]; yield return e; }")]
    [InlineData(
        "if (vm.Supports<YankCommand>()) { await foreach (var e in vm.Events.ReadAllAsync()) { await vm.YankAsync(); yield return e; } }"
    )]
    public Task AsyncIterator_WithCheck_IsGuarded(string body) =>
        AnalyzerVerifier.VerifyBodyAsync(body, "async IAsyncEnumerable<QmpEvent>");

    [Theory]
    [InlineData(
        "class A(QemuClient vm) { Task B() => vm.Supports<YankCommand>() ? vm.YankAsync() : [|vm.YankAsync()|]; }"
    )]
    [InlineData(
        "class A(QemuClient vm) { Task? B => vm.Supports<YankCommand>() ? vm.YankAsync() : [|vm.YankAsync()|]; }"
    )]
    [InlineData(
        "class A(QemuClient vm) { Task? _b = vm.Supports<YankCommand>() ? vm.YankAsync() : [|vm.YankAsync()|]; }"
    )]
    [InlineData(
        "class A(QemuClient vm) { Task B { get; } = vm.Supports<YankCommand>() ? vm.YankAsync() : [|vm.YankAsync()|]; }"
    )]
    [InlineData("class A(QemuClient vm) { Task? _b = [|vm.YankAsync()|]; Task B { get; } = [|vm.YankAsync()|]; }")]
    [InlineData(
        "class A { A(Task? t) { } A(QemuClient v) : this(v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]) { } }"
    )]
    [InlineData(
        "class A { A(Task? t) { } A(QemuClient v, int n) : this([|v.YankAsync()|]) { if (v.Supports<YankCommand>()) { _ = v.YankAsync(); } } }"
    )]
    [InlineData(
        "class A(Task t); class B(QemuClient v) : A(v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]);"
    )]
    [InlineData(
        "class A { Func<QemuClient, Task> _b = v => v.Supports<YankCommand>() ? v.YankAsync() : [|v.YankAsync()|]; }"
    )]
    [InlineData("class A { static readonly Func<QemuClient, Task> s_b = static v => [|v.YankAsync()|]; }")]
    [InlineData(
        "class A { Task this[QemuClient v] { get { if (!v.Supports<YankCommand>()) { return null!; } return v.YankAsync(); } } }"
    )]
    [InlineData(
        "var vm = await QemuClient.ConnectAsync(); if (vm.Supports<YankCommand>()) { await vm.YankAsync(); } await [|vm.YankAsync()|];"
    )]
    [InlineData(
        "var vm = await QemuClient.ConnectAsync(); if (vm.Supports<YankCommand>()) { await Go(); } Task Go() => vm.YankAsync();"
    )]
    [InlineData(
        "class A { ~A() { QemuClient v = null!; _ = [|v.YankAsync()|]; } static A() { QemuClient v = null!; _ = [|v.YankAsync()|]; } }"
    )]
    [InlineData("class A { public static A operator +(A a, QemuClient v) { _ = [|v.YankAsync()|]; return a; } }")]
    [InlineData("struct A { event Action E { add { QemuClient v = null!; _ = [|v.YankAsync()|]; } remove { } } }")]
    public Task Member_OfAnyKind_IsAnalyzed(string code) => AnalyzerVerifier.VerifyAsync(code);
}
